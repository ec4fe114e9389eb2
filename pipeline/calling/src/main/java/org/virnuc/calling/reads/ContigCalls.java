package org.virnuc.calling.reads;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.virnuc.sequences.AlignedReads;
import org.virnuc.sequences.InputException;

/**
 * The calls of the contigs that reads were aligned to, by their positions in the header of the alignments. Nothing else
 * is in memory.
 */
final class ContigCalls {
    private static final ReadLabel UNMAPPED = ReadLabel.without(ReadReason.UNMAPPED);
    private static final ReadLabel NOT_IN_INPUT = ReadLabel.without(ReadReason.CONTIG_NOT_IN_INPUT);
    private static final ReadLabel TWICE = ReadLabel.without(ReadReason.CONTIG_ID_TWICE);
    private static final ReadLabel NOT_CALLED = ReadLabel.without(ReadReason.CONTIG_NOT_CALLED);

    private final AlignedReads reads;
    private final ReadLabel[] labels;
    private final Map<ReadLabel, ReadLabel> different = new HashMap<>();

    private ContigCalls(AlignedReads reads) {
        this.reads = reads;
        this.labels = new ReadLabel[reads.contigCount()];
        Arrays.fill(labels, NOT_IN_INPUT);
    }

    /**
     * Finds the contigs in the tables of a run.
     *
     * @param records {@code sequences.tsv}: all records of the input
     * @param calls {@code contig_calls.tsv}
     * @throws InputException if the reads were aligned to other contigs: none is in the input, or one has another
     *     length
     */
    static ContigCalls read(AlignedReads reads, Path records, Path calls) throws IOException {
        ContigCalls found = new ContigCalls(reads);
        found.readRecords(records);
        found.readCalls(calls);
        return found;
    }

    /** The label of the reads on a contig; -1 means no contig. */
    ReadLabel of(int contig) {
        return contig < 0 ? UNMAPPED : labels[contig];
    }

    private void readRecords(Path table) throws IOException {
        ReadContigs contigs = new ReadContigs(reads);
        try (BufferedReader lines = begun(table)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", 3);
                contigs.add(cells[0], Long.parseLong(cells[1]));
            }
        }
        contigs.check();
        for (int contig = 0; contig < labels.length; contig++) {
            if (contigs.inInput(contig)) {
                labels[contig] = contigs.twice(contig) ? TWICE : NOT_CALLED;
            }
        }
    }

    private void readCalls(Path table) throws IOException {
        try (BufferedReader lines = begun(table)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split("\t", 4);
                int contig = reads.contig(cells[0]);
                if (contig >= 0 && labels[contig].equals(NOT_CALLED)) {
                    ReadLabel label = ReadLabel.called(cells[1], cells[2]);
                    labels[contig] = Objects.requireNonNullElse(different.putIfAbsent(label, label), label);
                }
            }
        }
    }

    /** Opens a table after its header line. */
    private static BufferedReader begun(Path table) throws IOException {
        BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1);
        lines.readLine();
        return lines;
    }
}
