package org.virnuc.pipeline.calls;

import java.util.Arrays;
import java.util.List;
import org.virnuc.pipeline.confidence.Confidence;
import org.virnuc.pipeline.confidence.LengthCalibration;
import org.virnuc.pipeline.confidence.Probability;
import org.virnuc.pipeline.confidence.ProbabilityTally;
import org.virnuc.pipeline.confidence.Reliability;

/** Sums up how sure the calls are. */
final class TrustCollector {
    /** Four times the share that is expected. */
    private static final double MANY_DISTANT = 0.02;

    private final Confidence confidence;
    private final boolean dnaOnly;
    private final long[] probabilities = new long[Trust.BINS];
    private long scored;
    private long records;
    private long called;
    private double expectedFalse;
    private long distant;
    private long dnaOnlyChunks;
    private long dnaOnlyBases;
    private long dnaOnlyRecords;

    TrustCollector(Confidence confidence, boolean dnaOnly) {
        this.confidence = confidence;
        this.dnaOnly = dnaOnly;
    }

    void add(RecordScores record, Caller.Called call) {
        scored += record.scored() > 0 ? 1 : 0;
        distant += call.ood() ? 1 : 0;
        if (record.dnaOnly() > 0) {
            for (int chunk = 0; chunk < record.chunks(); chunk++) {
                dnaOnlyChunks += record.hasDnaOnly(chunk) && !record.isScored(chunk) ? 1 : 0;
            }
            dnaOnlyBases += record.dnaOnlyBases();
            dnaOnlyRecords += record.scored() == 0 ? 1 : 0;
        }
        if (call.probability() == Probability.NONE) {
            return;
        }
        records++;
        double probability = Probability.value(call.probability());
        probabilities[Math.min(Trust.BINS - 1, (int) (probability * Trust.BINS))]++;
        if (call.verdict() == RecordVerdict.VIRUS) {
            called++;
            expectedFalse += 1 - probability;
        }
    }

    /** What the user should know: many distant records are a sign of input that the model cannot judge. */
    List<String> notices() {
        return distant > 0 && distant >= MANY_DISTANT * scored
                ? List.of(distant + " of " + scored
                        + " records with a score lie further from the model's training data than"
                        + " records usually do (column ood of confidence.tsv); their calls may mean little")
                : List.of();
    }

    Trust trust() {
        List<Reliability> measured = confidence
                .calibration()
                .map(LengthCalibration::frames)
                .map(curves ->
                        curves.sizes().stream().map(size -> size.heldOut()).toList())
                .orElse(List.of());
        return new Trust(
                confidence.calibration().isPresent(),
                confidence.selection().byProbability() ? confidence.selection().words() : "",
                confidence.prevalence(),
                records,
                records >= ProbabilityTally.LEAST_RECORDS,
                called == 0 ? 0 : expectedFalse / called,
                Arrays.stream(probabilities).boxed().toList(),
                distant,
                confidence.distribution().isPresent(),
                dnaOnly,
                dnaOnlyChunks,
                dnaOnlyBases,
                dnaOnlyRecords,
                measured.isEmpty() ? List.of() : measured.get(0).bins(),
                measured.stream().skip(1).flatMap(one -> one.bins().stream()).toList());
    }
}
