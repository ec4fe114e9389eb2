version 1.0

# One run of VirNuc by several machines: one plan, any number of workers, one merge. The files are those of a run on one machine.

workflow virnuc_shards {
    meta {
        description: "Scores contigs, genomes or reads as virus or others, by several machines of one kind."
    }

    parameter_meta {
        sequences: "FASTA, FASTQ, BAM, SAM or GenBank files, plain or compressed; known by their content."
        sample: "Name of the sample, and of the run directory."
        parts: "How many workers share the shards; results do not depend on it."
        options: "Further options of virnuc shard, such as --max-fdr 0.05."
    }

    input {
        Array[File]+ sequences
        String sample
        Int parts = 8
        String options = ""
        Int cpu = 4
        Int memory_gb = 8
        Int preemptible = 2
        # in no public registry: build it first, as docs/workflows.md says
        String docker = "virnuc:0.1.0"
    }

    call shard {
        input:
            sequences = sequences,
            options = options,
            cpu = cpu,
            memory_gb = memory_gb,
            preemptible = preemptible,
            docker = docker
    }

    scatter (i in range(parts)) {
        call work {
            input:
                plan = shard.plan,
                part = i + 1,
                parts = parts,
                cpu = cpu,
                memory_gb = memory_gb,
                preemptible = preemptible,
                docker = docker
        }
    }

    call merge {
        input:
            plan = shard.plan,
            results = work.results,
            sample = sample,
            cpu = cpu,
            memory_gb = memory_gb,
            preemptible = preemptible,
            docker = docker
    }

    output {
        File sequences_tsv = merge.sequences_tsv
        File calls = merge.calls
        File confidence = merge.confidence
        File unscored = merge.unscored
        File frames = merge.frames
        File chunks = merge.chunks
        Array[File] others = merge.others
        File report = merge.report
        File telemetry = merge.telemetry
        File run = merge.run
    }
}

task shard {
    input {
        Array[File]+ sequences
        String options
        Int cpu
        Int memory_gb
        Int preemptible
        String docker
        Int disk_gb = 20 + 20 * ceil(size(sequences, "GB"))
    }

    # --threads makes the plan independent of the cores of this machine.
    command <<<
        set -eu
        VIRNUC_CACHE=${VIRNUC_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/virnuc}
        mkdir -p "$VIRNUC_CACHE" 2>/dev/null && [ -w "$VIRNUC_CACHE" ] || VIRNUC_CACHE=$PWD/.virnuc-cache
        export VIRNUC_CACHE
        virnuc shard ~{sep=" " sequences} -o plan --threads ~{cpu} --device cpu --progress lines ~{options}
        tar cf plan.tar plan
    >>>

    output {
        File plan = "plan.tar"
    }

    runtime {
        docker: docker
        cpu: cpu
        memory: memory_gb + " GB"
        disks: "local-disk " + disk_gb + " SSD"
        preemptible: preemptible
        maxRetries: 1
    }
}

task work {
    input {
        File plan
        Int part
        Int parts
        Int cpu
        Int memory_gb
        Int preemptible
        String docker
        Int disk_gb = 20 + 5 * ceil(size(plan, "GB"))
    }

    command <<<
        set -eu
        VIRNUC_CACHE=${VIRNUC_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/virnuc}
        mkdir -p "$VIRNUC_CACHE" 2>/dev/null && [ -w "$VIRNUC_CACHE" ] || VIRNUC_CACHE=$PWD/.virnuc-cache
        export VIRNUC_CACHE
        tar xf "~{plan}"
        mkdir results-~{part}
        virnuc work plan --part ~{part}/~{parts} -o results-~{part} --threads ~{cpu} --progress lines
        tar cf results-~{part}.tar results-~{part}
    >>>

    output {
        File results = "results-~{part}.tar"
    }

    runtime {
        docker: docker
        cpu: cpu
        memory: memory_gb + " GB"
        disks: "local-disk " + disk_gb + " SSD"
        preemptible: preemptible
        maxRetries: 1
    }
}

task merge {
    input {
        File plan
        Array[File] results
        String sample
        Int cpu
        Int memory_gb
        Int preemptible
        String docker
        Int disk_gb = 20 + 5 * ceil(size(plan, "GB") + size(results, "GB"))
    }

    command <<<
        set -eu
        VIRNUC_CACHE=${VIRNUC_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/virnuc}
        mkdir -p "$VIRNUC_CACHE" 2>/dev/null && [ -w "$VIRNUC_CACHE" ] || VIRNUC_CACHE=$PWD/.virnuc-cache
        export VIRNUC_CACHE
        for archive in "~{plan}" ~{sep=" " results}; do tar xf "$archive"; done
        virnuc merge plan results-* -o "~{sample}" --history off --progress lines
    >>>

    output {
        File sequences_tsv = "~{sample}/sequences.tsv"
        File calls = "~{sample}/contig_calls.tsv"
        File confidence = "~{sample}/confidence.tsv"
        File unscored = "~{sample}/unscored.tsv"
        File frames = "~{sample}/prediction_results.txt"
        File chunks = "~{sample}/prediction_results_highestscore.csv"
        Array[File] others = flatten([glob("~{sample}/*.fasta"), glob("~{sample}/regions.[bg]*"), glob("~{sample}/virnuc*_mqc*")])
        File report = "~{sample}/report.html"
        File telemetry = "~{sample}/telemetry.json"
        File run = "~{sample}/run.json"
    }

    runtime {
        docker: docker
        cpu: cpu
        memory: memory_gb + " GB"
        disks: "local-disk " + disk_gb + " SSD"
        preemptible: preemptible
        maxRetries: 1
    }
}
