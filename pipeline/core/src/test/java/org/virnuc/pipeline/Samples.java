package org.virnuc.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Input files for tests, the same for the same seed. */
public final class Samples {
    /** The records of {@link #mixed}. */
    public static final int MIXED_RECORDS = 41;

    private static final String BASES = "ACGT";

    private Samples() {}

    /**
     * A few records of every kind: long and short, duplicate sequences and ids, ambiguous, too short, without an open frame.
     * Chunks of every outcome occur at a chunk length of 500.
     */
    public static String mixed(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        String repeated = open(random, 120);
        for (int i = 0; i < 12; i++) {
            add(text, "contig" + i, random(random, 100 + random.nextInt(1200)));
            add(text, "open|" + i + "_chunk_7", open(random, 30 + random.nextInt(900)));
            add(text, "repeat" + i, repeated);
        }
        add(text, "same", repeated);
        add(text, "same", open(random, 77));
        add(text, "ambiguous", "N".repeat(600));
        add(text, "short", "AC");
        add(text, "stops", "TAATTAATTAA".repeat(20));
        return text.toString();
    }

    /** Records without a stop codon in any frame: six frames each, all sequences different. */
    public static String manyFrames(int records, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < records; i++) {
            add(text, "read" + i, open(random, 60));
        }
        return text.toString();
    }

    /**
     * Records in which G follows C often from {@code start} to {@code end} and seldom elsewhere, 40,000 bases each, open in every frame.
     */
    static String blocks(int records, int start, int end, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < records; i++) {
            StringBuilder letters = new StringBuilder();
            while (letters.length() < 40_000) {
                boolean inside = letters.length() >= start && letters.length() < end;
                letters.append(
                        inside ? random.nextInt(10) == 0 ? "GC" : "CG" : random.nextInt(10) == 0 ? "CCGG" : "CCCGGG");
            }
            add(text, "block" + i, letters.toString());
        }
        return text.toString();
    }

    public static Path write(Path file, String text) throws IOException {
        return Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Bases without a stop codon in any of the six frames. */
    private static String open(Random random, int length) {
        return letters(random, "CG", length);
    }

    private static String random(Random random, int length) {
        return letters(random, BASES, length);
    }

    private static String letters(Random random, String alphabet, int length) {
        StringBuilder letters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            letters.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return letters.toString();
    }

    private static void add(StringBuilder text, String id, String sequence) {
        text.append('>').append(id).append(" a description\n").append(sequence).append('\n');
    }
}
