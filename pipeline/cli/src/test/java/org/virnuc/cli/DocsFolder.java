package org.virnuc.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.virnuc.sequences.LabelledBam;

/**
 * The folder in which the commands of a page are run: the program as {@code virnuc}, the demo where a checkout has it, and
 * small inputs, made of the demo, under the names that the pages use.
 */
final class DocsFolder {
    static final String DEMO = "data/src/main/resources/org/virnuc/data/demo/demo.fna";

    private static final int LETTERS_OF_A_LINE = 80;

    private final Path folder;
    private final List<Sequence> demo;
    private final String fasta;

    private record Sequence(String id, String letters) {
        String part(int from, int to) {
            return letters.substring(Math.min(from, letters.length()), Math.min(to, letters.length()));
        }
    }

    DocsFolder(Path folder) throws IOException {
        this.folder = folder;
        try (var in = DocsFolder.class.getResourceAsStream("/org/virnuc/data/demo/demo.fna")) {
            this.fasta = new String(Objects.requireNonNull(in, "demo.fna").readAllBytes(), StandardCharsets.US_ASCII);
        }
        this.demo = sequences(fasta);
    }

    /** Removes whatever is in the folder and puts the inputs into it. */
    void lay() throws IOException {
        empty();
        write(DEMO, fasta);
        write("demo.fna", fasta);
        write(
                "contigs.fasta",
                demo.stream().limit(6).map(s -> record(s.id, s.part(0, 2600))).toList());
        write(
                "more.fasta",
                List.of(
                        record("c1", demo.get(1).part(0, 3000)),
                        record("c2", demo.get(9).part(0, 3000))));
        write(
                "genome.fasta",
                List.of(record(
                        "genome",
                        demo.get(6).part(0, 6000)
                                + demo.get(2).part(0, 4000)
                                + demo.get(6).part(6000, 12_000))));
        write("labelled.fa", labelled(8));
        write("held-out.fa", labelled(1));
        reads("reads.fa.gz", false);
        reads("reads.fastq.gz", true);
        LabelledBam.write(folder.resolve("aligned.bam"), LabelledBam.lengths(folder.resolve("contigs.fasta")), 60);
        Files.copy(folder.resolve("aligned.bam"), folder.resolve("reads.bam"));
        Files.createDirectories(folder.resolve("home"));
    }

    /** Writes a file of a page. */
    void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
    }

    private void write(String name, List<String> records) throws IOException {
        write(name, String.join("", records));
    }

    /**
     * Labelled pieces of 1,500 bases: regions of 2,550 bases are the clusters, and each has so many pieces, which begin 150 bases
     * apart. That is enough to train and to calibrate, and says nothing about viruses.
     */
    private List<String> labelled(int pieces) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < demo.size() - 2; i++) { // the last two have next to no open frames
            Sequence sequence = demo.get(i);
            String label = i < 6 ? "viral" : "host";
            for (int region = 0;
                    region + 2550 <= Math.min(i < 6 ? 7700 : 15_000, sequence.letters.length());
                    region += 2550) {
                String cluster = sequence.id + "_" + region;
                for (int from = region; from < region + pieces * 150; from += 150) {
                    String header =
                            cluster + "_" + from + " label=" + label + " cluster=" + cluster + " group=" + label;
                    records.add(record(header, sequence.part(from, from + 1500)));
                }
            }
        }
        return records;
    }

    void reads(String name, boolean fastq) throws IOException {
        StringBuilder reads = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String letters = demo.get(i % demo.size()).part(i * 50, i * 50 + 350);
            reads.append(
                    fastq
                            ? "@read" + i + "\n" + letters + "\n+\n" + "I".repeat(letters.length()) + "\n"
                            : record("read" + i, letters));
        }
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(reads.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void empty() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.filter(file -> !file.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }

    /**
     * Writes the script {@code virnuc} of the commands: it hands each to the process that waits at the pipe {@code requests}, or,
     * where standard input is read or the environment says something to the program, starts a process of its own.
     */
    static void script(Path bin, Path requests, List<String> program) throws IOException {
        Path script = Files.writeString(
                bin.resolve("virnuc"),
                """
                #!/bin/sh
                for argument in "$@"; do
                    [ "$argument" != - ] || exec %1$s "$@"
                done
                [ -z "${VIRNUC_JAVA_OPTS:-}" ] || exec %1$s "$@"
                request=$(mktemp -d)
                [ $# = 0 ] && : >"$request/args" || printf '%%s\\0' "$@" >"$request/args"
                mkfifo "$request/done"
                echo "$request" >'%2$s'
                read -r code <"$request/done"
                cat "$request/err" >&2
                cat "$request/out"
                exit "$code"
                """
                        .formatted(quoted(program), requests));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String quoted(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    private static List<Sequence> sequences(String fasta) {
        List<Sequence> sequences = new ArrayList<>();
        for (String record : fasta.substring(1).split("\n>", -1)) {
            int end = record.indexOf('\n');
            sequences.add(new Sequence(
                    record.substring(0, end).split(" ", 2)[0],
                    record.substring(end).replace("\n", "")));
        }
        return sequences;
    }

    private static String record(String header, String letters) {
        StringBuilder record = new StringBuilder(">").append(header).append('\n');
        for (int from = 0; from < letters.length(); from += LETTERS_OF_A_LINE) {
            record.append(letters, from, Math.min(from + LETTERS_OF_A_LINE, letters.length()))
                    .append('\n');
        }
        return record.toString();
    }
}
