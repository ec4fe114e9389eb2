process VIRNUC_PREDICT {
    tag "${meta.id}"
    label 'process_high'

    // Neither the package nor the image is in a public channel or registry: build them first, as docs/workflows.md says.
    conda "${moduleDir}/environment.yml"
    container "virnuc:0.1.0"

    input:
    tuple val(meta), path(sequences, arity: '1..*', stageAs: 'input/*'), path(alignments, arity: '0..*', stageAs: 'alignments/*')

    output:
    tuple val(meta), path("${prefix}/sequences.tsv")                       , emit: sequences
    tuple val(meta), path("${prefix}/contig_calls.tsv")                    , emit: calls
    tuple val(meta), path("${prefix}/confidence.tsv")                      , emit: confidence
    tuple val(meta), path("${prefix}/unscored.tsv")                        , emit: unscored
    tuple val(meta), path("${prefix}/prediction_results.txt")              , emit: frames
    tuple val(meta), path("${prefix}/prediction_results_highestscore.csv") , emit: chunks
    tuple val(meta), path("${prefix}/{viral,host}.fasta")                  , emit: fasta       , optional: true
    tuple val(meta), path("${prefix}/regions.{bed,gff3,fasta}")            , emit: regions     , optional: true
    tuple val(meta), path("${prefix}/chunk_scores.tsv")                    , emit: chunk_scores, optional: true
    tuple val(meta), path("${prefix}/scores.parquet")                      , emit: scores      , optional: true
    tuple val(meta), path("${prefix}/cascade.{tsv,json}")                  , emit: cascade     , optional: true
    tuple val(meta), path("${prefix}/read_labels.{tsv,parquet}")           , emit: read_labels , optional: true
    tuple val(meta), path("${prefix}/reads_{viral,host}*.{bam,fastq.gz}")  , emit: reads       , optional: true
    tuple val(meta), path("${prefix}/report.html")                         , emit: report
    tuple val(meta), path("${prefix}/telemetry.{json,md}")                 , emit: telemetry   , optional: true
    tuple val(meta), path("${prefix}/{calls,spans}.jsonl")                 , emit: trace       , optional: true
    tuple val(meta), path("${prefix}/run.json")                            , emit: run
    tuple val(meta), path("${prefix}/virnuc.log")                          , emit: log
    path "${prefix}/virnuc*_mqc.json"                                      , emit: multiqc
    path "${prefix}/virnuc_mqc_versions.yml"                               , emit: multiqc_versions
    path "versions.yml"                                                    , emit: versions

    when:
    task.ext.when == null || task.ext.when

    script:
    def args = task.ext.args ?: ''
    prefix = task.ext.prefix ?: "${meta.id}"
    // CRAM keeps reads as differences to the contigs that they were aligned to.
    def reads = alignments ? "--reads ${alignments}" : ''
    def reference = "${alignments}".endsWith('.cram') ? "--reference ${[sequences].flatten()[0]}" : ''
    if (alignments instanceof List && alignments.size() > 1) {
        error("VIRNUC_PREDICT takes one file of alignments per sample, and this one has several: ${alignments}")
    }
    """
    # Anybody may run this, also a user without a home: a cache that cannot be written is exchanged for one of the task.
    VIRNUC_CACHE=\${VIRNUC_CACHE:-\${XDG_CACHE_HOME:-\${HOME:-}/.cache}/virnuc}
    mkdir -p "\$VIRNUC_CACHE" 2> /dev/null && [ -w "\$VIRNUC_CACHE" ] || VIRNUC_CACHE=\$PWD/.virnuc-cache
    export VIRNUC_CACHE

    virnuc predict \\
        ${sequences} \\
        ${reads} ${reference} \\
        --output ${prefix} \\
        --threads ${task.cpus} \\
        --history off \\
        --progress lines \\
        --clean \\
        ${args}
    rm -rf .virnuc-cache

    cat <<-END_VERSIONS > versions.yml
    "${task.process}":
        virnuc: \$(virnuc --version | cut -d ' ' -f 2)
    END_VERSIONS
    """

    stub:
    prefix = task.ext.prefix ?: "${meta.id}"
    """
    mkdir ${prefix}
    touch \\
        ${prefix}/sequences.tsv \\
        ${prefix}/contig_calls.tsv \\
        ${prefix}/confidence.tsv \\
        ${prefix}/unscored.tsv \\
        ${prefix}/prediction_results.txt \\
        ${prefix}/prediction_results_highestscore.csv \\
        ${prefix}/viral.fasta \\
        ${prefix}/regions.bed \\
        ${prefix}/regions.gff3 \\
        ${prefix}/regions.fasta \\
        ${prefix}/report.html \\
        ${prefix}/telemetry.json \\
        ${prefix}/telemetry.md \\
        ${prefix}/run.json \\
        ${prefix}/virnuc.log \\
        ${prefix}/virnuc_mqc.json \\
        ${prefix}/virnuc_stats_mqc.json \\
        ${prefix}/virnuc_mqc_versions.yml

    cat <<-END_VERSIONS > versions.yml
    "${task.process}":
        virnuc: \$(virnuc --version | cut -d ' ' -f 2)
    END_VERSIONS
    """
}
