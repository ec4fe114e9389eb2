package org.virnuc.training;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.virnuc.sequences.InputException;

/**
 * The annotated proteins of labelled records: the translations of their coding sequences. Says which frames are part of one, as
 * in VirNucPro's training. Takes about ten bytes for each residue.
 */
final class KnownProteins {
    /** Shorter frames are part of proteins by chance, and count as part of none. */
    static final int LEAST_RESIDUES = 20;

    private static final char BETWEEN = '\n';
    private static final int MULTIPLIER = 0x9E3779B1;

    private final String residues;

    /** Places in {@link #residues} at which a word of the least length begins, by its hash; -1 where there is none. */
    private final int[] places;

    private KnownProteins(String residues) {
        this.residues = residues;
        this.places = new int[Math.max(2, Integer.highestOneBit(Math.max(1, residues.length())) << 1)];
        Arrays.fill(places, -1);
        for (int at = 0; at + LEAST_RESIDUES <= residues.length(); at++) {
            if (residues.lastIndexOf(BETWEEN, at + LEAST_RESIDUES - 1) < at) {
                add(at);
            }
        }
    }

    /**
     * Reads a FASTA file, plain or compressed by gzip. A stop at the end of a protein is left out.
     *
     * @throws InputException if it is no such file, or holds no protein of the least length
     */
    static KnownProteins read(Path file) throws IOException {
        StringBuilder residues = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.startsWith(">")) {
                    residues.append(BETWEEN);
                } else if (!line.isBlank()) {
                    add(file, number, line.strip(), residues);
                }
            }
        }
        KnownProteins proteins = new KnownProteins(residues.toString());
        if (Arrays.stream(proteins.places).allMatch(place -> place < 0)) {
            throw new InputException(file + " holds no protein of " + LEAST_RESIDUES
                    + " residues or more; give the proteins of the labelled" + " records as FASTA");
        }
        return proteins;
    }

    private static InputStream open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + (Files.exists(file) ? " is not a file" : ": no such file")
                    + "; give the proteins of the labelled records as FASTA");
        }
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(2);
        boolean packed = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return packed ? new GZIPInputStream(in) : in;
    }

    private static void add(Path file, long number, String line, StringBuilder residues) {
        if (residues.isEmpty()) {
            throw new InputException(
                    file + ", line " + number + ": found text before the first '>'; give proteins as FASTA");
        }
        String letters = line.toUpperCase(Locale.ROOT);
        int end = letters.endsWith("*") ? letters.length() - 1 : letters.length();
        for (int i = 0; i < end; i++) {
            if ((letters.charAt(i) < 'A' || letters.charAt(i) > 'Z') && letters.charAt(i) != '-') {
                throw new InputException(file + ", line " + number + ": '" + letters.charAt(i)
                        + "' is not a residue; give proteins as FASTA, one letter a residue");
            }
        }
        residues.append(letters, 0, end);
    }

    /** Whether a protein of at least {@link #LEAST_RESIDUES} is part of one of these. */
    boolean contain(String protein) {
        if (protein.length() < LEAST_RESIDUES) {
            return false;
        }
        for (int slot = slot(protein, 0); places[slot] >= 0; slot = next(slot)) {
            if (residues.startsWith(protein, places[slot])) {
                return true;
            }
        }
        return false;
    }

    private void add(int at) {
        int slot = slot(residues, at);
        while (places[slot] >= 0) {
            slot = next(slot);
        }
        places[slot] = at;
    }

    private int slot(String text, int from) {
        int hash = 0;
        for (int i = from; i < from + LEAST_RESIDUES; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return (hash * MULTIPLIER) >>> 1 & (places.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (places.length - 1);
    }
}
