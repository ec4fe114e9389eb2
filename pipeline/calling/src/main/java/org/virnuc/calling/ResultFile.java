package org.virnuc.calling;

import java.util.Arrays;
import java.util.List;
import org.virnuc.files.PublicApi;

/** The result files of a run: their names in the run directory and their keys in {@code run.json}. */
@PublicApi
public enum ResultFile {
    CALLS("contig_calls.tsv", "calls"),
    CONFIDENCE("confidence.tsv", "confidence"),
    CHUNK_SCORES("chunk_scores.tsv", "chunk_scores"),
    UNSCORED("unscored.tsv", "unscored"),
    VIRAL("viral.fasta", "viral"),
    HOST("host.fasta", "host"),
    REGIONS_BED("regions.bed", "regions_bed"),
    REGIONS_GFF3("regions.gff3", "regions_gff3"),
    REGIONS_FASTA("regions.fasta", "regions_fasta"),
    SCORES("scores.parquet", "scores");

    private final String fileName;
    private final String key;

    ResultFile(String fileName, String key) {
        this.fileName = fileName;
        this.key = key;
    }

    public String fileName() {
        return fileName;
    }

    /** The key of the file in {@code run.json}. */
    public String key() {
        return key;
    }

    /** The names of all result files, written or not. */
    public static List<String> fileNames() {
        return Arrays.stream(values()).map(ResultFile::fileName).toList();
    }
}
