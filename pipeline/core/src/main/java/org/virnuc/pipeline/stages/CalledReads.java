package org.virnuc.pipeline.stages;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Verdicts on contigs, and the reads that were aligned to them.
 *
 * @param reads BAM, SAM or CRAM
 * @param name name of the file in messages
 * @param reference the FASTA file that a CRAM file was compressed against
 * @param strict whether a file without its format's end marker is an error
 */
public record CalledReads(Verdicts verdicts, Path reads, String name, Optional<Path> reference, boolean strict) {}
