package org.virnuc.calling.reads;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.sequences.AlignedReads;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;
import org.virnuc.sequences.Quoted;
import org.virnuc.sequences.ScratchFolder;

/** Checks that reads were aligned to sequences of the input. */
public final class ReadContigs {
    private ReadContigs() {}

    /**
     * Looks for the first record that reads may be aligned to. It is nearly always the first of all, so that this takes no time; the
     * inputs are read to their end only if there is none.
     *
     * @param inputs files that can be read again
     * @param reference the FASTA that CRAM reads among the inputs are stored against
     * @param scratch takes records that do not fit into memory
     * @throws InputException if no record of the inputs is in the header of the alignments
     */
    public static void check(AlignedReads reads, List<Path> inputs, Optional<Path> reference, ScratchFolder scratch)
            throws IOException {
        Optional<String> first = Optional.empty();
        for (Path input : inputs) {
            try (FastaReader records = FastaReader.open(input, InputFile.name(input), reference, scratch)) {
                while (records.next()) {
                    if (reads.contig(records.id()) >= 0) {
                        return;
                    }
                    first = first.or(() -> Optional.of(records.id()));
                }
            }
        }
        if (first.isPresent()) {
            throw noneInInput(reads, first.get());
        }
    }

    /** The error for reads that were aligned to other sequences; {@code first} is the id of the first record of the input. */
    static InputException noneInInput(AlignedReads reads, String first) {
        return new InputException(reads.name() + ": none of the " + reads.contigCount()
                + " sequences that the reads were aligned to is in the input: the first is record "
                + Quoted.of(reads.contigName(0)) + " there and record "
                + Quoted.of(first)
                + " in the input; align the reads to the contigs that are scored, without changing their ids");
    }
}
