package org.virnuc.pipeline.calibrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.models.chunkhead.LinearChunkHead;
import org.virnuc.models.chunkhead.RecordRule;
import org.virnuc.pipeline.stages.ChunkFeatureRows;
import org.virnuc.pipeline.stages.ChunkFeatureStage;
import org.virnuc.pipeline.stages.RecordChoice;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.StretchFinder;

/**
 * Fits a chunk head to features of labelled chunks: logistic regression, on the scores of a chunk alone or on its vectors,
 * too, with one of several penalties, whichever gives clusters that were left out the best probabilities. Calibration and the
 * rule for records are fitted to outputs for clusters that were left out, and measured with one fold of clusters left out of
 * that as well.
 */
public final class ChunkHeadFit {
    private static final List<String> FEATURES = List.of("scores", "dna-chunk", "dna-mean", "protein-mean");
    private static final ChunkHead.Stretches STRETCHES = new ChunkHead.Stretches(3, 20);

    /** From strong to weak, so that each fit begins near its end. */
    private static final double[] RIDGES = {0.3, 0.1, 0.03, 0.01, 0.003, 0.001};

    private static final int CHUNKS_OF_RECORD = 20;
    private static final int NUMBERS = 100_000_000;
    private static final int MOST_CHUNKS = 50_000;

    private final LabelledChunks chunks;
    private final List<ChunkHead.Feature> features;

    private ChunkHeadFit(LabelledChunks chunks, List<ChunkHead.Feature> features) {
        this.chunks = chunks;
        this.features = features;
    }

    /**
     * A fitted chunk head.
     *
     * @param heldOut by chunk length, chunks and records with probabilities that do not know their cluster
     */
    public record Fitted(LinearChunkHead head, Map<Integer, HeldOutJudgements> heldOut) {}

    /**
     * The features that a fit needs.
     *
     * @param records ids of the records that it may know
     * @param vectors the lengths of the vectors of both encoders together
     */
    public static ChunkFeatureStage.Chosen needs(Set<String> records, int vectors) {
        int most = Math.min(MOST_CHUNKS, NUMBERS / (2 * vectors));
        return new ChunkFeatureStage.Chosen(
                new RecordChoice(records, CHUNKS_OF_RECORD, most),
                new StretchFinder.Limits(STRETCHES.most(), STRETCHES.leastResidues()),
                FEATURES);
    }

    /**
     * Fits.
     *
     * @param sources features of runs at one or more chunk lengths
     * @throws InputException if there are too few chunks or clusters of a label, or nothing can be learned from them
     */
    public static Fitted fit(List<ChunkFeatureRows> sources, TruthLabels labels) throws IOException {
        return new ChunkHeadFit(
                        LabelledChunks.of(sources, labels), sources.get(0).features())
                .fit();
    }

    /** A form of the regression: the number of leading features that it uses, and the place of its penalty. */
    private record Form(int features, int ridge) {}

    private Fitted fit() {
        Map<Form, double[]> outputs =
                new TreeMap<>(Comparator.comparingInt(Form::features).thenComparingInt(Form::ridge));
        for (int used : new int[] {1, features.size()}) {
            for (int ridge = 0; ridge < RIDGES.length; ridge++) {
                outputs.put(new Form(used, ridge), new double[chunks.all().size()]);
            }
        }
        IntStream.range(0, 2 * chunks.folds())
                .parallel()
                .forEach(task -> leaveOut(task / 2, task % 2 == 0 ? 1 : features.size(), outputs));
        LabelledChunks.Some all = chunks.some(at -> true);
        Form best = outputs.keySet().stream()
                .min(Comparator.comparingDouble(form -> loss(all, outputs.getOrDefault(form, new double[0]))))
                .orElseThrow();
        return fitted(best, outputs.getOrDefault(best, new double[0]));
    }

    /** Computes the outputs for one fold by fits to the others. */
    private void leaveOut(int fold, int used, Map<Form, double[]> outputs) {
        LabelledChunks.Some others = chunks.some(at -> chunks.all().get(at).fold() != fold);
        LabelledChunks.Some all = chunks.some(at -> true);
        double[] weights = new double[0];
        for (int ridge = 0; ridge < RIDGES.length; ridge++) {
            weights = LogisticRegression.fit(others, inputs(used), RIDGES[ridge], weights);
            double[] into = outputs.getOrDefault(new Form(used, ridge), new double[0]);
            for (int i = 0; i < into.length; i++) {
                if (chunks.all().get(i).fold() == fold) {
                    into[i] = LogisticRegression.output(all, i, weights);
                }
            }
        }
    }

    private int inputs(int used) {
        return features.stream().limit(used).mapToInt(ChunkHead.Feature::width).sum();
    }

    private static double loss(LabelledChunks.Some all, double[] outputs) {
        double loss = 0;
        for (int i = 0; i < outputs.length; i++) {
            loss += all.weight(i) * LogisticRegression.logLoss(outputs[i], all.viral(i));
        }
        return loss;
    }

    private Fitted fitted(Form form, double[] heldOut) {
        int inputs = inputs(form.features());
        double[] weights = new double[0];
        for (int ridge = 0; ridge <= form.ridge(); ridge++) {
            weights = LogisticRegression.fit(chunks.some(at -> true), inputs, RIDGES[ridge], weights);
        }
        Map<Integer, LinearChunkHead.Line> lines = new TreeMap<>();
        Map<Integer, RecordRule> rules = new TreeMap<>();
        Map<Integer, HeldOutJudgements> judged = new TreeMap<>();
        for (int length : chunks.lengths()) {
            JudgementFit fit = new JudgementFit(judgements(length, heldOut));
            HeldOutJudgements measured = fit.heldOut(chunks.folds());
            JudgementFit.Rule rule = fit.rule(fold -> true);
            if (!rule.tells()) {
                throw new InputException("what the encoders say of chunks of " + length
                        + " bases does not tell viral from host sequence in clusters that were left out, so there is no"
                        + " chunk head; check the labels, or add records");
            }
            lines.put(
                    length,
                    new LinearChunkHead.Line(
                            rule.intercept(),
                            rule.slope(),
                            measured.chunkAccuracy(id -> true)
                                    .calibrationError()
                                    .value()));
            rules.put(length, rule.record());
            judged.put(length, measured);
        }
        return new Fitted(
                new LinearChunkHead(
                        STRETCHES,
                        features.subList(0, form.features()),
                        new LinearChunkHead.Layer(
                                Arrays.copyOf(chunks.mean(), inputs),
                                Arrays.copyOf(chunks.scale(), inputs),
                                LabelledChunks.CLIP,
                                floats(weights, inputs),
                                (float) weights[inputs]),
                        lines,
                        rules),
                judged);
    }

    private List<JudgementFit.Judged> judgements(int length, double[] outputs) {
        List<JudgementFit.Judged> judged = new ArrayList<>();
        for (int i = 0; i < outputs.length; i++) {
            LabelledChunks.Chunk chunk = chunks.all().get(i);
            if (chunk.length() == length) {
                judged.add(new JudgementFit.Judged(chunk, outputs[i]));
            }
        }
        return judged;
    }

    private static float[] floats(double[] values, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
