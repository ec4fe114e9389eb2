package org.virnuc.pipeline.stages;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;

/**
 * What scores frames in a step that has both encoders and the head to itself; each is opened only where there is something to score.
 *
 * @param dna the DNA encoder
 * @param protein the protein encoder
 * @param dnaReuse where DNA vectors are looked for first; null is nowhere
 * @param proteinReuse where protein vectors are; likewise
 */
public record FrameModels(
        Supplier<SequenceEncoder> dna,
        Supplier<SequenceEncoder> protein,
        Supplier<FrameClassifier> head,
        EmbeddingStage.@Nullable Reuse dnaReuse,
        EmbeddingStage.@Nullable Reuse proteinReuse) {

    /** Without a cache. */
    public FrameModels(
            Supplier<SequenceEncoder> dna, Supplier<SequenceEncoder> protein, Supplier<FrameClassifier> head) {
        this(dna, protein, head, null, null);
    }
}
