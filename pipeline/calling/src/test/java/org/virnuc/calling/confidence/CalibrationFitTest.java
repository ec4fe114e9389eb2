package org.virnuc.calling.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From labelled records to curves, and what is held out. */
class CalibrationFitTest {
    @Test
    void everyStretchIsMeasuredByCurvesThatDoNotKnowIt() {
        List<LabelledRecord> records = records(200, 40);
        LabelledScores.Fitted fitted = CalibrationFit.of(records, 500).orElseThrow();
        EvidenceCurves frames = fitted.calibration().frames();
        assertThat(fitted.calibration().dnaOnly()).isNull();
        assertThat(frames.sizes()).extracting(EvidenceCurves.Size::chunksFrom).containsExactly(1, 2, 5, 16);
        Reliability chunks = frames.sizes().get(0).heldOut();
        assertThat(chunks.viral()).isEqualTo(200 * 40);
        assertThat(chunks.host()).isEqualTo(200 * 40);
        assertThat(chunks.error()).isLessThan(0.03);
        Reliability.Range range = Objects.requireNonNull(chunks.range());
        assertThat(range.low()).isLessThan(range.high()).isLessThan(0.05);
        assertThat(error(frames.sizes().get(0).otherGroups())).isLessThan(0.03);
        // Scores here are as likely to be right as they say.
        assertThat(frames.probability(0.6, 1)).isCloseTo(0.8, within(0.05));
        assertThat(frames.probability(0.6, 16)).isGreaterThan(0.95);
        assertThat(frames.probability(-0.6, 16)).isLessThan(0.05);
        assertThat(fitted.heldOut().stream().filter(row -> row.unit() == HeldOut.Unit.RECORD))
                .hasSize(400)
                .allSatisfy(row -> assertThat(row.chunks()).isEqualTo(40));
        assertThat(fitted.heldOut().stream().filter(row -> row.unit() == HeldOut.Unit.KB_3))
                .hasSize(400 * 6)
                .allSatisfy(row -> assertThat(row.chunks()).isEqualTo(6));
    }

    /** A cluster whose scores are all wrong: what it is given must come from the others, who know better. */
    @Test
    void relativesAreNeverSplit() {
        List<LabelledRecord> records = new ArrayList<>(records(40, 4));
        LabelledRecord.Deltas wrong = LabelledRecord.Deltas.of(-0.9, -0.9, -0.9, -0.9);
        for (int i = 0; i < 400; i++) {
            records.add(new LabelledRecord("w" + i, "wrong", "odd", true, wrong, LabelledRecord.Deltas.of()));
        }
        LabelledScores.Fitted fitted = CalibrationFit.of(records, 500).orElseThrow();
        assertThat(fitted.heldOut().stream()
                        .filter(row -> row.record().cluster().equals("wrong") && row.unit() == HeldOut.Unit.CHUNK))
                .hasSize(1_600)
                .allSatisfy(row -> assertThat(row.probability()).isLessThan(0.15));
        // And being one cluster of forty it does not outvote them in the curves that are kept.
        assertThat(fitted.calibration().frames().probability(-0.9, 1)).isLessThan(0.2);
    }

    /** All of a group is left out together: hosts of it look viral, which only those who know one of them can tell. */
    @Test
    void newGroupsAreMeasuredApart() {
        List<LabelledRecord> records = new ArrayList<>(records(60, 2));
        LabelledRecord.Deltas viralLike = LabelledRecord.Deltas.of(0.95, 0.95);
        for (int i = 0; i < 120; i++) {
            records.add(new LabelledRecord("o" + i, "o" + i, "odd", false, viralLike, LabelledRecord.Deltas.of()));
        }
        EvidenceCurves.Size one = CalibrationFit.of(records, 500)
                .orElseThrow()
                .calibration()
                .frames()
                .sizes()
                .get(0);
        assertThat(error(one.otherGroups())).isGreaterThan(one.heldOut().error() + 0.1);
    }

    @Test
    void tooFewAreNotFitted() {
        assertThat(CalibrationFit.of(records(30, 1), 500)).isEmpty();
        assertThat(CalibrationFit.of(List.of(), 500)).isEmpty();
        assertThat(CalibrationFit.of(records(200, 1), 500)
                        .orElseThrow()
                        .calibration()
                        .frames()
                        .sizes())
                .extracting(EvidenceCurves.Size::chunksFrom)
                .containsExactly(1);
        List<LabelledRecord> oneFamily = records(200, 1).stream()
                .map(r -> new LabelledRecord(
                        r.id(), r.viral() ? "one" : r.cluster(), r.group(), r.viral(), r.frames(), r.dnaOnly()))
                .toList();
        assertThat(CalibrationFit.of(oneFamily, 500)).isEmpty();
    }

    @Test
    void sameRecordsSameCurves() {
        assertThat(CalibrationFit.of(records(60, 6), 500).orElseThrow().calibration())
                .isEqualTo(CalibrationFit.of(records(60, 6), 500).orElseThrow().calibration());
    }

    private static double error(@Nullable Reliability reliability) {
        return Objects.requireNonNull(reliability).error();
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
                    "r" + i,
                    "c" + i,
                    i % 3 == 0 ? "a" : "b",
                    viral,
                    LabelledRecord.Deltas.of(deltas),
                    LabelledRecord.Deltas.of()));
        }
        return records;
    }
}
