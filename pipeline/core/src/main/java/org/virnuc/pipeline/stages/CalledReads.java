package org.virnuc.pipeline.stages;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Verdicts on contigs, and the reads that were aligned to them.
 *
 * @param reads BAM, SAM or CRAM
 * @param name what messages call that file
 * @param reference the FASTA to which CRAM keeps its reads as differences
 * @param strict whether a file without the mark that whole files of its format end with is an error
 */
public record CalledReads(Verdicts verdicts, Path reads, String name, Optional<Path> reference, boolean strict) {}
