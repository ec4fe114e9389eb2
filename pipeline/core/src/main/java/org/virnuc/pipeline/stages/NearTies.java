package org.virnuc.pipeline.stages;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.ScoreError;
import org.virnuc.engine.Doubt;
import org.virnuc.engine.DoubtCounter;
import org.virnuc.engine.Setting;
import org.virnuc.engine.StageOutput;

/** Chunks that lie so near a tie that the error of a lower precision may have decided their label. */
final class NearTies {
    private final @Nullable ScoreError error;
    private final DoubtCounter counter = new DoubtCounter(Doubt.Kind.PRECISION_DISAGREEMENT, "chunk");
    private long chunks;

    /** None are counted where no error is known, as in fp32. */
    NearTies(Optional<ScoreError> error) {
        this.error = error.orElse(null);
    }

    /** What decides which are counted. */
    static Optional<Setting> setting(Optional<ScoreError> error) {
        return error.map(known -> new Setting("near-tie", known.words(), "chunks nearer to a tie are counted"));
    }

    void add(ChunkVerdict verdict) {
        chunks++;
        if (error != null && verdict.margin() <= error.error()) {
            counter.add(verdict.id());
        }
    }

    void tell(StageOutput output) {
        if (error != null) {
            counter.tell(
                    output,
                    "%s within " + error.error() + " of a tie, which is how far scores in " + error.precision()
                            + " may lie from those in fp32; there the labels may be others",
                    chunks);
        }
    }
}
