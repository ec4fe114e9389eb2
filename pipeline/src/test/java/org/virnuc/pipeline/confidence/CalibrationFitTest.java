package org.virnuc.pipeline.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From labelled records to curves, and what is held out. */
class CalibrationFitTest {
    @Test
    void halfIsHeldOutAndAgrees() {
        List<LabelledRecord> records = records(200, 40);
        LengthCalibration fitted = CalibrationFit.of(records).orElseThrow();
        assertThat(fitted.dnaOnly()).isNull();
        assertThat(fitted.frames().sizes())
                .extracting(EvidenceCurves.Size::chunksFrom)
                .containsExactly(1, 2, 5, 16);
        Reliability chunks = fitted.frames().sizes().get(0).heldOut();
        assertThat(chunks.viral()).isEqualTo(100 * 40);
        assertThat(chunks.host()).isEqualTo(100 * 40);
        assertThat(chunks.error()).isLessThan(0.05);
        // Scores here are as likely to be right as they say.
        assertThat(fitted.frames().probability(0.6, 1)).isCloseTo(0.8, within(0.05));
        assertThat(fitted.frames().probability(0.6, 16)).isGreaterThan(0.95);
        assertThat(fitted.frames().probability(-0.6, 16)).isLessThan(0.05);
    }

    @Test
    void relativesAreNeverSplit() {
        // Two clusters of each label: one of each is fitted to, one is held out, whatever their sizes.
        List<LabelledRecord> records = new ArrayList<>();
        LabelledRecord.Deltas deltas = LabelledRecord.Deltas.of(0.5, 0.6, 0.7, -0.2, 0.9);
        for (int i = 0; i < 30; i++) {
            records.add(new LabelledRecord("big", "g", true, deltas, deltas));
            records.add(new LabelledRecord("big", "g", false, deltas, deltas));
        }
        for (int i = 0; i < 10; i++) {
            records.add(new LabelledRecord("small", "g", true, deltas, deltas));
            records.add(new LabelledRecord("small", "g", false, deltas, deltas));
        }
        Reliability chunks =
                CalibrationFit.of(records).orElseThrow().frames().sizes().get(0).heldOut();
        assertThat(chunks.viral()).isIn(5L * 30, 5L * 10);
        assertThat(chunks.host()).isIn(5L * 30, 5L * 10);
    }

    @Test
    void tooFewAreNotFitted() {
        assertThat(CalibrationFit.of(records(30, 1))).isEmpty();
        assertThat(CalibrationFit.of(List.of())).isEmpty();
        assertThat(CalibrationFit.of(records(200, 1)).orElseThrow().frames().sizes())
                .extracting(EvidenceCurves.Size::chunksFrom)
                .containsExactly(1);
    }

    @Test
    void sameRecordsSameCurves() {
        assertThat(CalibrationFit.of(records(60, 6))).isEqualTo(CalibrationFit.of(records(60, 6)));
    }

    /** Records of either label, each of a cluster of its own; a chunk's virus score is the chance that it is viral. */
    private static List<LabelledRecord> records(int each, int chunks) {
        Random random = new Random(7);
        List<LabelledRecord> records = new ArrayList<>();
        for (int i = 0; i < 2 * each; i++) {
            boolean viral = i < each;
            double[] deltas = new double[chunks];
            for (int chunk = 0; chunk < chunks; chunk++) {
                double score = random.nextDouble();
                boolean right = random.nextDouble() < score;
                deltas[chunk] = 2 * (right == viral ? score : 1 - score) - 1;
            }
            records.add(new LabelledRecord(
                    "c" + i,
                    i % 3 == 0 ? "a" : "b",
                    viral,
                    LabelledRecord.Deltas.of(deltas),
                    LabelledRecord.Deltas.of()));
        }
        return records;
    }
}
