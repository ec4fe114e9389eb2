package org.virnuc.calling;

import java.util.List;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.calling.confidence.Cut;
import org.virnuc.calling.confidence.Probability;
import org.virnuc.calling.confidence.ProbabilityTally;
import org.virnuc.engine.Doubt;
import org.virnuc.engine.StageOutput;

/** Calls records: by their verdicts, or by probability where that was asked for. */
public final class Caller {
    private final Confidence confidence;
    private final ProbabilityTally tally = new ProbabilityTally();
    private Cut cut;

    /** Calls by what was asked for. */
    public Caller(Confidence confidence) {
        this.confidence = confidence;
        this.cut = confidence.selection().cut(tally);
    }

    /**
     * What is said of a record.
     *
     * @param verdict the verdict, or what the probability makes of it
     * @param probability of its scored chunks, in ten-thousandths, or {@link Probability#NONE}
     * @param dnaOnly what its DNA-only scores say
     * @param dnaOnlyProbability likewise
     * @param ood whether it lies further from the training data than records usually do
     */
    record Called(RecordVerdict verdict, int probability, Evidence dnaOnly, int dnaOnlyProbability, boolean ood) {}

    /** Takes note of a record before any is called. */
    public void count(RecordScores record) {
        Evidence evidence = Evidence.of(record);
        tally.add(confidence.ofFrames(evidence.weightedDelta(), evidence.chunks()));
    }

    /** Every record has been counted. */
    public void decide() {
        cut = confidence.selection().cut(tally);
    }

    /** Keeps what is doubtful about how records were called. */
    public void tell(StageOutput output) {
        long records = tally.records();
        if (cut.tooFew() && records > 0) {
            String message = records + (records == 1 ? " record" : " records")
                    + " with a probability: too few for a false discovery rate ("
                    + ProbabilityTally.LEAST_RECORDS
                    + " are needed); instead each record called virus is wrong with at most that probability by itself";
            output.doubt(new Doubt(
                    Doubt.Kind.FEW_RECORDS_FOR_FDR, message, records, ProbabilityTally.LEAST_RECORDS, List.of()));
        }
    }

    Called call(RecordScores record, Evidence evidence, RecordVerdict verdict) {
        int probability = confidence.ofFrames(evidence.weightedDelta(), evidence.chunks());
        Evidence dnaOnly = Evidence.ofDnaOnly(record);
        RecordVerdict called = verdict;
        if (confidence.selection().byProbability() && probability != Probability.NONE) {
            called = cut.holds(probability) ? RecordVerdict.VIRUS : RecordVerdict.OTHERS;
        }
        return new Called(
                called,
                probability,
                dnaOnly,
                confidence.ofDnaOnly(dnaOnly.weightedDelta(), dnaOnly.chunks()),
                record.distance() > confidence.distanceLimit(evidence.chunks()));
    }

    Confidence confidence() {
        return confidence;
    }
}
