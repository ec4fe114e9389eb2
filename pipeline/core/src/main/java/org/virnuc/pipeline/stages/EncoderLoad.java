package org.virnuc.pipeline.stages;

import java.util.List;
import java.util.Optional;

/**
 * What a step gives to the encoders, without the duplicates that it computes once.
 *
 * @param nucleotides sequences for the DNA encoder
 * @param proteins sequences for the protein encoder; empty for a step that does not use it
 */
public record EncoderLoad(Count nucleotides, Optional<Count> proteins) {

    /** A number of sequences and of their letters. */
    public record Count(long sequences, long letters) {
        /** No sequence. */
        public static final Count ZERO = new Count(0, 0);

        Count plus(List<String> more) {
            return new Count(
                    sequences + more.size(),
                    letters + more.stream().mapToLong(String::length).sum());
        }
    }
}
