package org.virnuc.pipeline.stages;

import java.util.function.Supplier;
import org.virnuc.models.FrameClassifier;
import org.virnuc.pipeline.embeddings.EncoderSource;

/**
 * What scores frames in a step that has both encoders and the head to itself; each is opened only where there is something to score.
 *
 * @param dna the DNA encoder
 * @param protein the protein encoder
 */
public record FrameModels(EncoderSource dna, EncoderSource protein, Supplier<FrameClassifier> head) {}
