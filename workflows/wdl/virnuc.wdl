version 1.0

# Scores contigs, genomes or reads as virus or others with VirNuc.

task predict {
    meta {
        description: "Scores contigs, genomes or reads as virus or others."
    }

    parameter_meta {
        sequences: "FASTA, FASTQ, BAM, SAM or GenBank files, plain or compressed; known by their content."
        sample: "Name of the sample, and of the run directory."
        length: "Length of a chunk, 500 or 300; by default what the model was trained for."
        reads: "BAM, SAM or CRAM of reads that were aligned to the sequences, which get the calls of their contigs."
        reference: "What CRAM files were aligned to, plain FASTA."
        options: "Further options of virnuc predict, such as --precision fp32."
        gpus: "How many GPUs; with 0 the CPU is used."
    }

    input {
        Array[File]+ sequences
        String sample
        Int? length
        File? reads
        File? reference
        String options = ""
        Int gpus = 0
        Int cpu = 4
        Int memory_gb = 8
        Int disk_gb = 20 + 20 * ceil(size(sequences, "GB") + size(reads, "GB"))
        Int preemptible = 2
        # in no public registry: build it first, as docs/workflows.md says
        String docker = "virnuc:0.1.0"
    }

    command <<<
        set -eu
        # Anybody may run this, also a user without a home: a cache that cannot be written is exchanged for one of the task.
        VIRNUC_CACHE=${VIRNUC_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/virnuc}
        mkdir -p "$VIRNUC_CACHE" 2>/dev/null && [ -w "$VIRNUC_CACHE" ] || VIRNUC_CACHE=$PWD/.virnuc-cache
        export VIRNUC_CACHE
        virnuc predict ~{sep=" " sequences} \
            --output "~{sample}" \
            ~{if defined(length) then "--length " + select_first([length]) else ""} \
            ~{if gpus > 0 then "--device cuda" else "--device cpu"} \
            ~{"--reads " + reads} ~{"--reference " + reference} \
            --threads ~{cpu} \
            --history off \
            --progress lines \
            --clean \
            ~{options}
        rm -rf .virnuc-cache
    >>>

    output {
        File sequences_tsv = "~{sample}/sequences.tsv"
        File calls = "~{sample}/contig_calls.tsv"
        File confidence = "~{sample}/confidence.tsv"
        File unscored = "~{sample}/unscored.tsv"
        File frames = "~{sample}/prediction_results.txt"
        File chunks = "~{sample}/prediction_results_highestscore.csv"
        File? viral = "~{sample}/viral.fasta"
        File? host = "~{sample}/host.fasta"
        Array[File] regions = glob("~{sample}/regions.*")
        File? chunk_scores = "~{sample}/chunk_scores.tsv"
        File? scores = "~{sample}/scores.parquet"
        File? cascade_tsv = "~{sample}/cascade.tsv"
        File? cascade_json = "~{sample}/cascade.json"
        File? read_labels = "~{sample}/read_labels.tsv"
        File? read_labels_parquet = "~{sample}/read_labels.parquet"
        Array[File] filtered_reads = glob("~{sample}/reads_*")
        File report = "~{sample}/report.html"
        File? telemetry = "~{sample}/telemetry.json"
        File? telemetry_page = "~{sample}/telemetry.md"
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

task predict_samples {
    meta {
        description: "Many samples with one load of the models; results/<sample> is a run directory."
    }

    parameter_meta {
        samples: "Names of the samples, none twice."
        sequences: "A file for each sample, in the same order."
        options: "Further options of virnuc predict, such as --precision fp32."
    }

    input {
        Array[String]+ samples
        Array[File]+ sequences
        String options = ""
        Int gpus = 0
        Int cpu = 4
        Int memory_gb = 8
        Int disk_gb = 20 + 20 * ceil(size(sequences, "GB"))
        Int preemptible = 2
        # in no public registry: build it first, as docs/workflows.md says
        String docker = "virnuc:0.1.0"
    }

    command <<<
        set -eu
        # Anybody may run this, also a user without a home: a cache that cannot be written is exchanged for one of the task.
        VIRNUC_CACHE=${VIRNUC_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/virnuc}
        mkdir -p "$VIRNUC_CACHE" 2>/dev/null && [ -w "$VIRNUC_CACHE" ] || VIRNUC_CACHE=$PWD/.virnuc-cache
        export VIRNUC_CACHE
        { echo sample,path; paste -d , "~{write_lines(samples)}" "~{write_lines(sequences)}"; } > sheet.csv
        virnuc predict --samples sheet.csv \
            --output results \
            ~{if gpus > 0 then "--device cuda" else "--device cpu"} \
            --threads ~{cpu} \
            --history off \
            --progress lines \
            --clean \
            ~{options}
        rm -rf .virnuc-cache
        tar -czf results.tar.gz results
    >>>

    output {
        File samples_tsv = "results/samples.tsv"
        File results = "results.tar.gz"
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
        File? reads
        File? reference
        String options = ""
        Int gpus = 0
    }

    call predict {
        input:
            sequences = sequences,
            sample = sample,
            reads = reads,
            reference = reference,
            options = options,
            gpus = gpus
    }

    output {
        File sequences_tsv = predict.sequences_tsv
        File calls = predict.calls
        File confidence = predict.confidence
        File unscored = predict.unscored
        File? viral = predict.viral
        Array[File] regions = predict.regions
        File? chunk_scores = predict.chunk_scores
        File? scores = predict.scores
        File? cascade_tsv = predict.cascade_tsv
        File? cascade_json = predict.cascade_json
        File? read_labels = predict.read_labels
        File? read_labels_parquet = predict.read_labels_parquet
        Array[File] filtered_reads = predict.filtered_reads
        File report = predict.report
        Array[File] multiqc = predict.multiqc
    }
}
