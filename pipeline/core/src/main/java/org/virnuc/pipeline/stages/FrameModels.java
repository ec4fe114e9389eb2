package org.virnuc.pipeline.stages;

import java.util.function.Supplier;
import org.virnuc.models.FrameClassifier;
import org.virnuc.pipeline.embeddings.EncoderSource;

/**
 * The encoders and the head of a step that scores frames by itself. Each is opened only if there is something to score.
 *
 * @param dna the DNA encoder
 * @param protein the protein encoder
 */
public record FrameModels(EncoderSource dna, EncoderSource protein, Supplier<FrameClassifier> head) {}
