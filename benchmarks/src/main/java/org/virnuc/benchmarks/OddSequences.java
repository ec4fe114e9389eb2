package org.virnuc.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.virnuc.sequences.FastaReader;

/**
 * Sequences that no organism has, most of them made from real ones, as long as these are. Ids begin with the kind. The same
 * input gives the same sequences.
 */
final class OddSequences {
    private static final String BASES = "ACGT";
    private static final int LONGEST = 10_000;
    private static final long SEED = 20_261_201;
    private static final double ERRORS = 0.02;

    /** As kits have them: TruSeq, Nextera, small RNA, SMARTbell, ligation of nanopores, template switching, poly-T primers. */
    private static final List<String> ADAPTERS = List.of(
            "AGATCGGAAGAGCACACGTCTGAACTCCAGTCA",
            "AGATCGGAAGAGCGTCGTGTAGGGAAAGAGTGT",
            "AATGATACGGCGACCACCGAGATCTACACTCTTTCCCTACACGACGCTCTTCCGATCT",
            "CAAGCAGAAGACGGCATACGAGAT",
            "CTGTCTCTTATACACATCTCCGAGCCCACGAGAC",
            "CTGTCTCTTATACACATCTGACGCTGCCGACGA",
            "TGGAATTCTCGGGTGCCAAGG",
            "ATCTCTCTCTTTTCCTCCTCCTCCGTTGTTGTTGTTGAGAGAGAT",
            "AATGTACTTCGTTCAGTTACGTATTGCT",
            "GCAATACGTAACTGAACGAAGT",
            "AAGCAGTGGTATCAACGCAGAGTAC",
            "TTTTTTTTTTTTTTTTTTTTTTTT");

    private final Random random = new Random(SEED);

    /** What is odd of a sequence. */
    enum Kind {
        RANDOM,
        RANDOM_GC,
        SHUFFLED,
        SHUFFLED_PAIRS,
        SHUFFLED_CODONS,
        REVERSED,
        HOMOPOLYMER,
        REPEAT,
        ADAPTERS;

        /** As in ids and tables. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Writes a sequence of each kind for each of some records.
     *
     * @param real FASTA of real sequences
     * @param most the number of records to use, evenly spaced
     */
    void write(Path real, int most, Path target) throws IOException {
        List<String> pieces = pieces(real);
        int count = Math.min(most, pieces.size());
        try (BufferedWriter out = Files.newBufferedWriter(target, StandardCharsets.ISO_8859_1)) {
            for (int i = 0; i < count; i++) {
                String piece = pieces.get((int) ((long) i * pieces.size() / count));
                for (Kind kind : Kind.values()) {
                    out.write(">" + kind.word() + "|" + i + "\n" + made(kind, piece) + "\n");
                }
            }
        }
    }

    /** A random piece of each record, of at most 10,000 bases. */
    private List<String> pieces(Path real) throws IOException {
        List<String> pieces = new ArrayList<>();
        Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
        try (FastaReader reader = FastaReader.open(real, real.toString(), () -> scratch)) {
            while (reader.next()) {
                String letters = reader.sequenceText().toUpperCase(Locale.ROOT).replaceAll("[^ACGT]", "");
                int from = random.nextInt(Math.max(1, letters.length() - LONGEST + 1));
                pieces.add(letters.substring(from, Math.min(letters.length(), from + LONGEST)));
            }
        }
        return pieces;
    }

    private String made(Kind kind, String piece) {
        int length = piece.length();
        return switch (kind) {
            case RANDOM -> drawn(length, BASES);
            case RANDOM_GC -> drawn(length, piece);
            case SHUFFLED -> shuffled(piece, 1);
            case SHUFFLED_CODONS -> shuffled(piece, 3);
            case SHUFFLED_PAIRS -> shuffledPairs(piece);
            case REVERSED -> new StringBuilder(piece).reverse().toString();
            case HOMOPOLYMER -> repeated(drawn(1, BASES), length);
            case REPEAT -> repeated(drawn(2 + random.nextInt(5), BASES), length);
            case ADAPTERS -> adapters(Math.min(length, 600 + random.nextInt(1_400)));
        };
    }

    /** Letters drawn from those of a text. */
    private String drawn(int length, String from) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(from.charAt(random.nextInt(from.length())));
        }
        return text.toString();
    }

    private String shuffled(String piece, int size) {
        List<String> words = new ArrayList<>();
        for (int from = 0; from < piece.length(); from += size) {
            words.add(piece.substring(from, Math.min(piece.length(), from + size)));
        }
        Collections.shuffle(words, random);
        return String.join("", words);
    }

    /**
     * Another order of the letters with the same pairs of neighbours: short stretches that begin with the same letter and end
     * with the same letter swap places, again and again.
     */
    private String shuffledPairs(String piece) {
        char[] letters = piece.toCharArray();
        for (int i = 0; i < 4 * letters.length; i++) {
            int first = 1 + random.nextInt(Math.max(1, letters.length - 60));
            int[] at = new int[4];
            at[0] = first;
            for (int j = 1; j < at.length; j++) {
                at[j] = at[j - 1] + 1 + random.nextInt(15);
            }
            boolean inside = at[3] < letters.length;
            // Both stretches begin and end with the same letters, so no pair changes.
            if (inside && letters[at[0]] == letters[at[2]] && letters[at[1] - 1] == letters[at[3] - 1]) {
                String swapped = new String(letters, at[2], at[3] - at[2])
                        + new String(letters, at[1], at[2] - at[1])
                        + new String(letters, at[0], at[1] - at[0]);
                swapped.getChars(0, swapped.length(), letters, at[0]);
            }
        }
        return new String(letters);
    }

    /** A unit again and again, with some errors. */
    private String repeated(String unit, int length) {
        StringBuilder text = new StringBuilder(unit.repeat(length / unit.length() + 1));
        text.setLength(length);
        for (int i = 0; i < length; i++) {
            if (random.nextDouble() < ERRORS) {
                text.setCharAt(i, BASES.charAt(random.nextInt(BASES.length())));
            }
        }
        return text.toString();
    }

    /** Adapters of either strand one after the other, each with a barcode of eight letters. */
    private String adapters(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            String adapter = ADAPTERS.get(random.nextInt(ADAPTERS.size()));
            text.append(random.nextBoolean() ? adapter : reverseComplement(adapter))
                    .append(drawn(8, BASES));
        }
        text.setLength(length);
        return text.toString();
    }

    private static String reverseComplement(String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = letters.length() - 1; i >= 0; i--) {
            text.append(BASES.charAt(BASES.length() - 1 - BASES.indexOf(letters.charAt(i))));
        }
        return text.toString();
    }

    /** The kinds, as in ids. */
    static List<String> kinds() {
        return Arrays.stream(Kind.values()).map(Kind::word).toList();
    }
}
