package org.virnuc.calling;

import java.util.Arrays;
import java.util.List;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.calling.confidence.LengthCalibration;
import org.virnuc.calling.confidence.Probability;
import org.virnuc.calling.confidence.ProbabilityTally;
import org.virnuc.calling.confidence.Reliability;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.QualityWarningCounter;
import org.virnuc.engine.StageOutput;

/** Sums up the confidence of all calls. */
final class ConfidenceCollector {
    private final Confidence confidence;
    private final List<FallbackUse> fallbacks;
    private final long[] probabilities = new long[ConfidenceSummary.BINS];
    private final QualityWarningCounter distant = new QualityWarningCounter(QualityWarning.Kind.OUT_OF_DISTRIBUTION);
    private long scored;
    private long records;
    private long called;
    private double expectedFalse;

    /** Creates a collector for calls, some of which rest on fallback sources. */
    ConfidenceCollector(Confidence confidence, List<ChunkSource> fallbacks) {
        this.confidence = confidence;
        this.fallbacks = fallbacks.stream().map(FallbackUse::new).toList();
    }

    /** The contribution of one fallback source. */
    private static final class FallbackUse {
        private final ChunkSource source;
        private long chunks;
        private long bases;
        private long records;

        FallbackUse(ChunkSource source) {
            this.source = source;
        }

        void add(RecordScores record) {
            if (record.fallback(source).count() > 0) {
                chunks += record.preferred(source);
                bases += record.bases(source);
                records += isPreferred(record) ? 1 : 0;
            }
        }

        /** Whether no preferred source has a score of any of the record's chunks. */
        private boolean isPreferred(RecordScores record) {
            return record.scored() == 0
                    && ChunkSource.FALLBACKS.stream()
                            .takeWhile(before -> before != source)
                            .allMatch(before -> record.fallback(before).count() == 0);
        }

        ConfidenceSummary.Fallback figures() {
            return new ConfidenceSummary.Fallback(source.word(), chunks, bases, records);
        }
    }

    void add(RecordScores record, Caller.Called call) {
        scored += record.scored() > 0 ? 1 : 0;
        if (call.ood()) {
            distant.add(record.id());
        }
        fallbacks.forEach(use -> use.add(record));
        if (call.probability() == Probability.NONE) {
            return;
        }
        records++;
        double probability = Probability.value(call.probability());
        probabilities[Math.min(ConfidenceSummary.BINS - 1, (int) (probability * ConfidenceSummary.BINS))]++;
        if (call.verdict() == RecordVerdict.VIRUS) {
            called++;
            expectedFalse += 1 - probability;
        }
    }

    /**
     * Adds a warning to the output if many records are far from the training data, because the model cannot judge such
     * input.
     */
    void report(StageOutput output) {
        distant.report(
                output,
                "%s with a score, but further from the model's training data than records usually lie (column ood of"
                        + " confidence.tsv); what they are called may mean little",
                scored);
    }

    ConfidenceSummary trust() {
        List<Reliability> measured = confidence
                .calibration()
                .map(LengthCalibration::frames)
                .map(curves ->
                        curves.sizes().stream().map(size -> size.heldOut()).toList())
                .orElse(List.of());
        return new ConfidenceSummary(
                confidence.judged().isPresent() || confidence.calibration().isPresent(),
                confidence.selection().byProbability() ? confidence.selection().words() : "",
                confidence.prevalence(),
                records,
                records >= ProbabilityTally.LEAST_RECORDS,
                called == 0 ? 0 : expectedFalse / called,
                Arrays.stream(probabilities).boxed().toList(),
                distant.count(),
                confidence.knowsDistances(),
                fallbacks.stream().map(FallbackUse::figures).toList(),
                measured.isEmpty() ? List.of() : measured.get(0).bins(),
                measured.stream().skip(1).flatMap(one -> one.bins().stream()).toList());
    }
}
