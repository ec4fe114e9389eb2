package org.virnuc.calling;

import java.util.List;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.calling.confidence.Cut;
import org.virnuc.calling.confidence.Probability;
import org.virnuc.calling.confidence.ProbabilityTally;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.StageOutput;

/** Calls records by their verdicts or, if requested, by probability. */
public final class Caller {
    private final ResultOptions options;
    private final Confidence confidence;
    private final ProbabilityTally tally = new ProbabilityTally();
    private Cut cut;

    /** Creates a caller for these options. */
    public Caller(ResultOptions options, Confidence confidence) {
        this.options = options;
        this.confidence = confidence;
        this.cut = Cut.of(confidence.selection(), tally);
    }

    /**
     * The call of a record and the figures behind it.
     *
     * @param call of the record, the only one that a run makes of it
     * @param probability of its scored chunks, in ten-thousandths, or {@link Probability#NONE}
     * @param dnaOnlyProbability of its chunks with a DNA-only score, in ten-thousandths, or {@link Probability#NONE}
     * @param ood whether it lies further from the training data than records usually do
     */
    record Called(CallRule.Call call, int probability, int dnaOnlyProbability, boolean ood) {
        /** The verdict that the call counts as. */
        RecordVerdict verdict() {
            return call.verdict();
        }
    }

    /** Removes the scores of a record that is too short to be called, so that no call depends on them. */
    void withhold(RecordScores record) {
        if (record.length() < options.minLength()) {
            record.withhold();
        }
    }

    /** Counts a record; all are counted before any is called. */
    public void count(RecordScores record) {
        withhold(record);
        tally.add(probability(evidence(record)));
    }

    /** What the scored chunks of a record say together. */
    Evidence evidence(RecordScores record) {
        return confidence.judged().map(rule -> Evidence.of(record, rule)).orElseGet(() -> Evidence.of(record));
    }

    private int probability(Evidence evidence) {
        return evidence.judged().isPresent()
                ? confidence.of(evidence.judged().getAsDouble())
                : confidence.of(ChunkSource.FRAMES, evidence.weightedDelta(), evidence.chunks());
    }

    /** Decides on the cut once every record has been counted. */
    public void decide() {
        cut = Cut.of(confidence.selection(), tally);
    }

    /** Adds warnings about the calls to the output. */
    public void report(StageOutput output) {
        long records = tally.records();
        if (cut.tooFew() && records > 0) {
            String message = records + (records == 1 ? " record" : " records")
                    + " with a probability: too few for a false discovery rate ("
                    + ProbabilityTally.LEAST_RECORDS
                    + " are needed); instead each record called virus is wrong with at most that probability by itself";
            output.warning(new QualityWarning(
                    QualityWarning.Kind.FEW_RECORDS_FOR_FDR,
                    message,
                    records,
                    ProbabilityTally.LEAST_RECORDS,
                    List.of()));
        }
    }

    /**
     * Calls a record.
     *
     * @param majority the verdict of its chunks with frames; one whose chunks were judged has a verdict by their log odds
     */
    Called call(RecordScores record, Evidence evidence, RecordVerdict majority) {
        int probability = probability(evidence);
        Evidence dnaOnly = Evidence.of(record, ChunkSource.DNA_ONLY);
        return new Called(
                call(record, evidence, probability, majority),
                probability,
                confidence.of(ChunkSource.DNA_ONLY, dnaOnly.weightedDelta(), dnaOnly.chunks()),
                record.distance() > confidence.distanceLimit(record.distances()));
    }

    /**
     * Calls by probability where that was asked for, else by the rule; a record without a scored chunk by the preferred of the
     * sources that take the place of frames, if it has a score from one.
     */
    private CallRule.Call call(RecordScores record, Evidence evidence, int probability, RecordVerdict majority) {
        if (record.scored() == 0) {
            return ChunkSource.FALLBACKS.stream()
                    .filter(source -> options.rule() == CallRule.DEFAULT)
                    .filter(source -> record.fallback(source).count() > 0)
                    .findFirst()
                    .map(source -> call(record, source))
                    .orElseGet(() -> options.rule().call(evidence, RecordVerdict.UNSCORED));
        }
        RecordVerdict verdict = evidence.judged().isEmpty()
                ? majority
                : verdict(evidence.judged().getAsDouble() >= 0);
        if (confidence.selection().byProbability() && probability != Probability.NONE) {
            verdict = verdict(cut.holds(probability));
        }
        return options.rule().call(evidence, verdict);
    }

    private static CallRule.Call call(RecordScores record, ChunkSource source) {
        FallbackScores scores = record.fallback(source);
        RecordVerdict verdict = verdict(2 * scores.virusCount() >= scores.count());
        return new CallRule.Call(verdict, verdict.word(), DefaultTier.of(source).word());
    }

    private static RecordVerdict verdict(boolean virus) {
        return virus ? RecordVerdict.VIRUS : RecordVerdict.OTHERS;
    }

    Confidence confidence() {
        return confidence;
    }
}
