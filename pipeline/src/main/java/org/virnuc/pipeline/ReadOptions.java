package org.virnuc.pipeline;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run is told about reads.
 *
 * @param reference the FASTA that CRAM files were aligned to
 */
public record ReadOptions(Optional<Path> reference) {
    /** Nothing. */
    public static final ReadOptions NONE = new ReadOptions(Optional.empty());
}
