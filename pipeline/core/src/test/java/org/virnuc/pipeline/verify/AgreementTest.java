package org.virnuc.pipeline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.calling.ScoreError;

class AgreementTest {
    @Test
    void theErrorIsThatOfTheRareFrames() {
        assertThat(measured("bf16", 0.04, 2_000).error()).contains(new ScoreError("bf16", 0.04, 2_000));
    }

    @Test
    void aSmallSampleAndTheReferenceItselfHaveNoError() {
        assertThat(measured("bf16", 0.9, 999).error()).isEmpty();
        assertThat(measured("fp32", 0.9, 9_999).error()).isEmpty();
    }

    private static Agreement measured(String precision, double error, long frames) {
        return new Agreement(
                new Agreement.SampledChunks(frames, frames),
                new LabelCounts(frames, 0),
                new LabelCounts(frames, 0),
                new LabelCounts(1, 0),
                new ScoreDifferences(1, 0, Map.of(0.5, 0.0, 0.999, error)),
                List.of(),
                List.of(),
                new Agreement.PrecisionTiming("fp32", 1, 1),
                new Agreement.PrecisionTiming(precision, 1, 1));
    }
}
