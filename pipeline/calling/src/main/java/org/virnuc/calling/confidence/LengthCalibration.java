package org.virnuc.calling.confidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The curves for one chunk length.
 *
 * @param frames from the scores of frames
 * @param dnaOnly from DNA-only scores; null if there were too few, or if the pack has no DNA-only head
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LengthCalibration(EvidenceCurves frames, @Nullable EvidenceCurves dnaOnly) {
    /** The curves for scores from one source; null if there are none. */
    @Nullable EvidenceCurves of(ChunkSource source) {
        return switch (source) {
            case FRAMES -> frames;
            case STRETCHES -> null;
            case DNA_ONLY -> dnaOnly;
        };
    }
}
