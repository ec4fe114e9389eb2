package org.virnuc.calling.confidence;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.Setting;
import org.virnuc.engine.UsageException;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.models.chunkhead.RecordRule;
import org.virnuc.models.store.ModelPack;

/**
 * Gives records probabilities by one model at one chunk length, and decides which are called virus. Without a
 * calibration there are no probabilities.
 */
public final class Confidence {
    /** No probabilities: calls are verdicts. */
    public static final Confidence NONE = new Confidence(null, null, null, ConfidenceOptions.DEFAULT);

    private final @Nullable LengthCalibration calibration;
    private final @Nullable TrainingDistribution distribution;
    private final @Nullable Judge judge;
    private final ConfidenceOptions options;

    private Confidence(
            @Nullable LengthCalibration calibration,
            @Nullable TrainingDistribution distribution,
            @Nullable Judge judge,
            ConfidenceOptions options) {
        this.calibration = calibration;
        this.judge = judge;
        this.distribution = distribution;
        this.options = options;
    }

    /**
     * Resolves options for a model.
     *
     * @throws UsageException if a calibration cannot be used, or is needed and missing
     */
    public static Confidence of(ConfidenceOptions options, ModelPack pack, int length) {
        Optional<CalibrationFile> file = options.calibration()
                .map(path -> Optional.of(CalibrationFile.read(path, pack)))
                .orElseGet(() -> CalibrationFile.of(pack));
        LengthCalibration calibration =
                file.map(found -> found.lengths().get(length)).orElse(null);
        if (calibration == null && options.calibration().isPresent()) {
            throw new UsageException("`calibration` " + options.calibration().get() + " is for chunks of "
                    + file.orElseThrow().lengths().keySet() + " bases, and this run has chunks of " + length
                    + "; fit one with: `calibrate` `length` " + length);
        }
        if (calibration == null && options.selection().byProbability()) {
            throw new UsageException(
                    options.selection().words() + " needs probabilities, and there is no calibration of "
                            + pack.id() + " for chunks of " + length
                            + " bases; fit one with: `calibrate`, and give it with `calibration` FILE");
        }
        return new Confidence(calibration, TrainingDistribution.of(pack, length).orElse(null), null, options);
    }

    /**
     * What these options come to if all chunks are judged by a chunk head, which needs no other calibration.
     *
     * @param training tells how far records are from the training data if the chunk head does not
     * @throws UsageException if there is one nevertheless
     */
    public static Confidence judged(
            ConfidenceOptions options, ChunkHead chunkHead, int length, Optional<TrainingDistribution> training) {
        if (options.calibration().isPresent()) {
            throw new UsageException("`calibration` " + options.calibration().get()
                    + " is of the scores of frames, and `fallback` chunk-head judges chunks by more than those;"
                    + " leave one of them out");
        }
        TrainingDistribution distribution = chunkHead.tellsStrangeness() ? null : training.orElse(null);
        return new Confidence(null, distribution, new Judge(chunkHead, length), options);
    }

    /** A chunk head at one chunk length. */
    private record Judge(ChunkHead head, int length) {}

    /** The settings that change the result files. */
    public List<Setting> settings() {
        return List.of(
                new Setting(
                        "calibration",
                        judge != null
                                ? "chunk-head"
                                : calibration == null ? "none" : CalibrationFile.digest(calibration),
                        "the curves make the probabilities"),
                new Setting("prevalence", String.valueOf(options.prevalence()), "the probabilities are for that share"),
                new Setting("selection", options.selection().words(), "which records are called virus"));
    }

    /** The curves, if any. */
    public Optional<LengthCalibration> calibration() {
        return Optional.ofNullable(calibration);
    }

    /** The share of viral records that the probabilities are for. */
    public double prevalence() {
        return options.prevalence();
    }

    /** Which records are called virus. */
    public Selection selection() {
        return options.selection();
    }

    /** How the chunks of a record are put together, if they were judged by a chunk head. */
    public Optional<RecordRule> judged() {
        return Optional.ofNullable(judge).map(known -> known.head().records(known.length()));
    }

    /** The probability for these log odds, which are for an input of which half is viral, in ten-thousandths. */
    public int of(double logOdds) {
        return Probability.of(Curve.sigmoid(logOdds + Curve.logOdds(options.prevalence())));
    }

    /**
     * The probability that a record is a virus, in ten-thousandths, or {@link Probability#NONE}.
     *
     * @param source of the scores
     * @param weightedDelta of its chunks with such a score
     * @param chunks the number of these chunks
     */
    public int of(ChunkSource source, double weightedDelta, int chunks) {
        return of(calibration == null ? null : calibration.of(source), weightedDelta, chunks);
    }

    /** The distribution of the training data, if known. */
    public Optional<TrainingDistribution> distribution() {
        return Optional.ofNullable(distribution);
    }

    /** Whether it is known how far records are from what the model was trained on. */
    public boolean knowsDistances() {
        return Double.isFinite(distanceLimit(Integer.MAX_VALUE));
    }

    /** The mean distance that a record with this number of chunks with a distance seldom exceeds; infinite if unknown. */
    public double distanceLimit(int chunks) {
        if (judge != null && judge.head().tellsStrangeness()) {
            return judge.head().limits(judge.length()).of(chunks);
        }
        return distribution == null ? Double.POSITIVE_INFINITY : distribution.limit(chunks);
    }

    private int of(@Nullable EvidenceCurves curves, double weightedDelta, int chunks) {
        if (curves == null || chunks == 0) {
            return Probability.NONE;
        }
        return of(Curve.logOdds(curves.probability(weightedDelta, chunks)));
    }
}
