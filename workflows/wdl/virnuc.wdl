version 1.0

# Scores the sequences of FASTA or FASTQ files as virus or others with VirNuc.

task predict {
    meta {
        description: "Scores the sequences of FASTA or FASTQ files as virus or others."
    }

    parameter_meta {
        sequences: "FASTA or FASTQ files, plain or compressed; known by their content."
        sample: "Name of the sample, and of the run directory."
        length: "Length of a chunk, 500 or 300; by default what the model was trained for."
        options: "Further options of virnuc predict, such as --precision fp32."
        gpus: "How many GPUs; with 0 the CPU is used."
    }

    input {
        Array[File]+ sequences
        String sample
        Int? length
        String options = ""
        Int gpus = 0
        Int cpu = 4
        Int memory_gb = 8
        Int disk_gb = 20 + 20 * ceil(size(sequences, "GB"))
        Int preemptible = 2
        String docker = "virnuc:0.1.0"
    }

    command <<<
        set -eu
        virnuc predict ~{sep=" " sequences} \
            --output "~{sample}" \
            ~{if defined(length) then "--length " + select_first([length]) else ""} \
            ~{if gpus > 0 then "--device cuda" else "--device cpu"} \
            --threads ~{cpu} \
            --history off \
            --progress lines \
            --clean \
            ~{options}
    >>>

    output {
        File sequences_tsv = "~{sample}/sequences.tsv"
        File calls = "~{sample}/contig_calls.tsv"
        File unscored = "~{sample}/unscored.tsv"
        File frames = "~{sample}/prediction_results.txt"
        File chunks = "~{sample}/prediction_results_highestscore.csv"
        File? viral = "~{sample}/viral.fasta"
        File? host = "~{sample}/host.fasta"
        Array[File] regions = glob("~{sample}/regions.*")
        File report = "~{sample}/report.html"
        File? telemetry = "~{sample}/telemetry.json"
        File run = "~{sample}/run.json"
        File log = "~{sample}/virnuc.log"
        Array[File] multiqc = glob("~{sample}/virnuc*_mqc*")
    }

    runtime {
        docker: docker
        cpu: cpu
        memory: memory_gb + " GB"
        disks: "local-disk " + disk_gb + " SSD"
        gpuCount: gpus
        preemptible: preemptible
        maxRetries: 1
    }
}

workflow virnuc {
    meta {
        description: "One run of VirNuc."
    }

    input {
        Array[File]+ sequences
        String sample
        String options = ""
        Int gpus = 0
    }

    call predict {
        input:
            sequences = sequences,
            sample = sample,
            options = options,
            gpus = gpus
    }

    output {
        File sequences_tsv = predict.sequences_tsv
        File calls = predict.calls
        File unscored = predict.unscored
        File? viral = predict.viral
        Array[File] regions = predict.regions
        File report = predict.report
        Array[File] multiqc = predict.multiqc
    }
}
