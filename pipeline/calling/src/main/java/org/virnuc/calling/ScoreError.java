package org.virnuc.calling;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.virnuc.files.PublicApi;

/**
 * The measured difference between virus scores of frames in a lower precision and in fp32.
 *
 * @param precision name of the precision
 * @param error difference that 99.9 % of the frames do not exceed
 * @param frames number of measured frames
 */
@PublicApi
public record ScoreError(
        @JsonProperty("precision") String precision,
        @JsonProperty("error") double error,
        @JsonProperty("frames") long frames) {
    /** The minimum number of frames; fewer say too little about one frame in a thousand. */
    public static final long LEAST_FRAMES = 1_000;

    public ScoreError {
        Objects.requireNonNull(precision, "precision");
        if (!(error >= 0 && error <= 1) || frames < LEAST_FRAMES) {
            throw new IllegalArgumentException(
                    "error is " + error + " of " + frames + " frames, expected 0 to 1 of " + LEAST_FRAMES + " or more");
        }
    }

    /** The larger of both errors, because one sample may show what the other does not. */
    ScoreError larger(ScoreError other) {
        return other.error > error ? other : this;
    }

    /** The error as the value of a setting. */
    public String words() {
        return precision + " " + error;
    }
}
