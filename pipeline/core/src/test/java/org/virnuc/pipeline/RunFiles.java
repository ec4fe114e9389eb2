package org.virnuc.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The result files of a run. */
record RunFiles(Path directory) {
    /** Files that hold what VirNucPro knows, and regions: scores of chunks without an open frame are in none of them. */
    static final List<String> OF_FRAMES = List.of(
            "prediction_results.txt",
            "prediction_results_highestscore.csv",
            "sequences.tsv",
            "regions.bed",
            "regions.gff3",
            "regions.fasta");

    List<String> lines(String name) throws IOException {
        return Files.readAllLines(directory.resolve(name), StandardCharsets.ISO_8859_1);
    }

    /** The bases of all records. */
    long bases() throws IOException {
        return sum(lines("contig_calls.tsv"), "length");
    }

    /** The bases that {@code unscored.tsv} lists, and those that {@code contig_calls.tsv} has as scored in some way. */
    long basesListed() throws IOException {
        List<String> unscored = lines("unscored.tsv");
        long listed = 0;
        for (String line : unscored.subList(1, unscored.size())) {
            String[] cells = line.split("\t", -1);
            listed += Long.parseLong(cells[2]) - Long.parseLong(cells[1]);
        }
        List<String> calls = lines("contig_calls.tsv");
        for (String column : calls.get(0).split("\t", -1)) {
            if (List.of("bases_scored", "bases_stretches", "bases_dna_only").contains(column)) {
                listed += sum(calls, column);
            }
        }
        return listed;
    }

    private static long sum(List<String> table, String column) {
        int at = List.of(table.get(0).split("\t", -1)).indexOf(column);
        return table.stream()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.split("\t", -1)[at]))
                .sum();
    }
}
