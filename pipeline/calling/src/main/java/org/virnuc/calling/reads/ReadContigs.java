package org.virnuc.calling.reads;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.sequences.AlignedReads;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;
import org.virnuc.sequences.Quoted;
import org.virnuc.sequences.ScratchFolder;

/** Finds the contigs that reads were aligned to among the records of an input. */
public final class ReadContigs {
    private static final long NOT_IN_INPUT = -1;
    private static final long TWICE = -2;

    private final AlignedReads reads;
    private final long[] lengths;
    private @Nullable String first;

    ReadContigs(AlignedReads reads) {
        this.reads = reads;
        this.lengths = new long[reads.contigCount()];
        Arrays.fill(lengths, NOT_IN_INPUT);
    }

    /**
     * Checks that reads were aligned to records of these inputs; reads the inputs to their end.
     *
     * @param inputs files that can be read again
     * @param reference the FASTA that CRAM reads among the inputs are stored against
     * @param scratch takes records that do not fit into memory
     * @throws InputException if no record is in the header of the alignments, or one has another length there
     */
    public static void check(AlignedReads reads, List<Path> inputs, Optional<Path> reference, ScratchFolder scratch)
            throws IOException {
        ReadContigs contigs = new ReadContigs(reads);
        for (Path input : inputs) {
            try (FastaReader records = FastaReader.open(input, InputFile.name(input), reference, scratch)) {
                while (records.next()) {
                    contigs.add(records.id(), records.length());
                }
            }
        }
        if (contigs.first != null) { // an input without records has no contigs that the reads could miss
            contigs.check();
        }
    }

    /** Adds the next record of the input. */
    void add(String id, long length) {
        first = first == null ? id : first;
        int contig = reads.contig(id);
        if (contig >= 0) {
            lengths[contig] = lengths[contig] == NOT_IN_INPUT ? length : TWICE;
        }
    }

    /**
     * Checks the records that were added, which are all.
     *
     * @throws InputException where the alignments are to other contigs: none is in the input, or one has another length
     */
    void check() {
        if (Arrays.stream(lengths).allMatch(length -> length == NOT_IN_INPUT)) {
            throw new InputException(reads.name() + ": none of the " + reads.contigCount()
                    + " sequences that the reads were aligned to is in the input: the first is record "
                    + Quoted.of(reads.contigName(0)) + " there and record "
                    + Quoted.of(String.valueOf(first))
                    + " in the input; align the reads to the contigs that are scored, without changing their ids");
        }
        for (int contig = 0; contig < lengths.length; contig++) {
            long aligned = reads.contigLength(contig);
            if (lengths[contig] >= 0 && lengths[contig] != aligned) {
                throw new InputException(reads.name() + ": aligned to a sequence of " + aligned + " bases (record "
                        + Quoted.of(reads.contigName(contig)) + "), which has " + lengths[contig]
                        + " in the input; align the reads to the contigs that are scored");
            }
        }
    }

    /** Whether a record has the contig's id. */
    boolean inInput(int contig) {
        return lengths[contig] != NOT_IN_INPUT;
    }

    /** Whether several records have the contig's id. */
    boolean twice(int contig) {
        return lengths[contig] == TWICE;
    }
}
