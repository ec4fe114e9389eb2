package org.virnuc.training;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which frames are trained on.
 *
 * @param chunks which chunks give frames
 * @param proteins FASTA of the annotated proteins of the records: only frames whose protein is part of one of them train and
 *     stop the training, as in VirNucPro; empty for all frames
 */
public record FrameChoice(FrameRule chunks, Optional<Path> proteins) {}
