package org.virnuc.calling;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.virnuc.files.PublicApi;

/**
 * How far the virus scores of frames in a lower precision lie from those in fp32, as it was measured.
 *
 * @param precision its word
 * @param error that 99.9 % of the frames do not exceed
 * @param frames that were measured
 */
@PublicApi
public record ScoreError(
        @JsonProperty("precision") String precision,
        @JsonProperty("error") double error,
        @JsonProperty("frames") long frames) {
    /** Fewer say too little about one frame in a thousand. */
    public static final long LEAST_FRAMES = 1_000;

    public ScoreError {
        Objects.requireNonNull(precision, "precision");
        if (!(error >= 0 && error <= 1) || frames < LEAST_FRAMES) {
            throw new IllegalArgumentException(
                    "error is " + error + " of " + frames + " frames, expected 0 to 1 of " + LEAST_FRAMES + " or more");
        }
    }

    /** The larger of both: what one sample did not show, the other may have. */
    ScoreError larger(ScoreError other) {
        return other.error > error ? other : this;
    }

    /** As settings have it. */
    public String words() {
        return precision + " " + error;
    }
}
