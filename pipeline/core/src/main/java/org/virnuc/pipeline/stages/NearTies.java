package org.virnuc.pipeline.stages;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.ScoreError;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.QualityWarningCounter;
import org.virnuc.engine.Setting;
import org.virnuc.engine.StageOutput;

/** Counts chunks so close to a tie that the rounding of a lower precision may have decided their label. */
final class NearTies {
    private final @Nullable ScoreError error;
    private final QualityWarningCounter counter =
            new QualityWarningCounter(QualityWarning.Kind.PRECISION_DISAGREEMENT, "chunk");
    private long chunks;

    /** Creates a counter. Without a known error, as in fp32, it counts nothing. */
    NearTies(Optional<ScoreError> error) {
        this.error = error.orElse(null);
    }

    /** The setting that decides which chunks are counted. */
    static Optional<Setting> setting(Optional<ScoreError> error) {
        return error.map(known -> new Setting("near-tie", known.words(), "chunks nearer to a tie are counted"));
    }

    void add(ChunkVerdict verdict) {
        chunks++;
        if (error != null && verdict.margin() <= error.error()) {
            counter.add(verdict.id());
        }
    }

    void report(StageOutput output) {
        if (error != null) {
            counter.report(
                    output,
                    "%s within " + error.error() + " of a tie, which is how far scores in " + error.precision()
                            + " may lie from those in fp32; there the labels may be others",
                    chunks);
        }
    }
}
