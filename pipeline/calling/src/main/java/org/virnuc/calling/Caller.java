package org.virnuc.calling;

import java.util.List;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.calling.confidence.Cut;
import org.virnuc.calling.confidence.Probability;
import org.virnuc.calling.confidence.ProbabilityTally;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.StageOutput;

/** Calls records: by their verdicts, or by probability where that was asked for. */
public final class Caller {
    private final ResultOptions options;
    private final Confidence confidence;
    private final ProbabilityTally tally = new ProbabilityTally();
    private Cut cut;

    /** Calls by what was asked for. */
    public Caller(ResultOptions options, Confidence confidence) {
        this.options = options;
        this.confidence = confidence;
        this.cut = confidence.selection().cut(tally);
    }

    /**
     * What is said of a record.
     *
     * @param call of the record, the only one that a run makes of it
     * @param probability of its scored chunks, in ten-thousandths, or {@link Probability#NONE}
     * @param dnaOnly what its DNA-only scores say
     * @param dnaOnlyProbability of its chunks with a DNA-only score, in ten-thousandths, or {@link Probability#NONE}
     * @param ood whether it lies further from the training data than records usually do
     */
    record Called(CallRule.Call call, int probability, Evidence dnaOnly, int dnaOnlyProbability, boolean ood) {
        /** What the call counts as. */
        RecordVerdict verdict() {
            return call.verdict();
        }
    }

    /** Takes the scores of a record that is too short to be called out of everything that calls rest on. */
    void withhold(RecordScores record) {
        if (record.length() < options.minLength()) {
            record.withhold();
        }
    }

    /** Takes note of a record before any is called. */
    public void count(RecordScores record) {
        withhold(record);
        Evidence evidence = Evidence.of(record);
        tally.add(confidence.ofFrames(evidence.weightedDelta(), evidence.chunks()));
    }

    /** Every record has been counted. */
    public void decide() {
        cut = confidence.selection().cut(tally);
    }

    /** Keeps what is doubtful about how records were called. */
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
     * @param majority the verdict of its scored chunks
     */
    Called call(RecordScores record, Evidence evidence, RecordVerdict majority) {
        int probability = confidence.ofFrames(evidence.weightedDelta(), evidence.chunks());
        Evidence dnaOnly = Evidence.ofDnaOnly(record);
        return new Called(
                call(record, evidence, probability, majority),
                probability,
                dnaOnly,
                confidence.ofDnaOnly(dnaOnly.weightedDelta(), dnaOnly.chunks()),
                record.distance() > confidence.distanceLimit(evidence.chunks()));
    }

    /** By probability where that was asked for, else by the rule; a record without a scored chunk by its DNA-only scores, if it has any. */
    private CallRule.Call call(RecordScores record, Evidence evidence, int probability, RecordVerdict majority) {
        if (record.scored() == 0) {
            return record.dnaOnly() > 0 && options.rule() == CallRule.DEFAULT
                    ? dnaOnly(record)
                    : options.rule().call(evidence, RecordVerdict.UNSCORED);
        }
        RecordVerdict verdict = majority;
        if (confidence.selection().byProbability() && probability != Probability.NONE) {
            verdict = cut.holds(probability) ? RecordVerdict.VIRUS : RecordVerdict.OTHERS;
        }
        return options.rule().call(evidence, verdict);
    }

    private static CallRule.Call dnaOnly(RecordScores record) {
        boolean virus = 2 * record.dnaOnlyVirus() >= record.dnaOnly();
        RecordVerdict verdict = virus ? RecordVerdict.VIRUS : RecordVerdict.OTHERS;
        return new CallRule.Call(verdict, verdict.word(), DefaultTier.DNA_ONLY.word());
    }

    Confidence confidence() {
        return confidence;
    }
}
