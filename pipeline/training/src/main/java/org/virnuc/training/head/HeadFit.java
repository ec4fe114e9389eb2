package org.virnuc.training.head;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.virnuc.models.head.MlpWeights;

/**
 * Trains a head until the validation loss has not fallen for some epochs, and keeps a copy of the weights with the
 * smallest. The same examples, settings and start give the same bytes on any number of threads, also when the training
 * was stopped after any epoch and continued.
 */
public final class HeadFit {
    private static final int ROWS_AT_ONCE = 256;
    private static final long INITIAL = 1;
    private static final long ORDER = 2;
    private static final long DROPPED = 3;

    private final HeadSettings settings;
    private final Examples training;
    private final Examples validation;
    private final float[] classWeights;

    /** Receives the state after every epoch. */
    @FunctionalInterface
    public interface Listener {
        void epoch(FitState state) throws IOException, InterruptedException;
    }

    /**
     * Creates the training of a head.
     *
     * @param validation decides when to stop; shares no cluster with {@code training}
     */
    public HeadFit(HeadSettings settings, Examples training, Examples validation) {
        this.settings = settings;
        this.training = training;
        this.validation = validation;
        this.classWeights = classWeights(training);
    }

    /** The weight of each label, so that both count equally: rows / (2 x rows of the label). */
    private static float[] classWeights(Examples examples) {
        int[] counts = new int[2];
        for (int row = 0; row < examples.rows(); row++) {
            counts[examples.label(row)]++;
        }
        if (counts[0] == 0 || counts[1] == 0 || examples.rows() < 2) {
            throw new IllegalArgumentException("training frames of one label only: " + Arrays.toString(counts));
        }
        return new float[] {examples.rows() / (2f * counts[0]), examples.rows() / (2f * counts[1])};
    }

    /** The weights of a new head, drawn as PyTorch initializes its layers: uniformly up to 1 / sqrt(inputs). */
    public static MlpWeights initial(int features, HeadSettings settings) {
        int hidden = settings.hidden();
        SeededNumbers drawn = SeededNumbers.of(settings.seed(), INITIAL);
        float[] ones = new float[hidden];
        Arrays.fill(ones, 1);
        return new MlpWeights(
                features,
                hidden,
                uniform(drawn, hidden * features, features),
                uniform(drawn, hidden, features),
                ones,
                new float[hidden],
                new float[hidden],
                ones.clone(),
                uniform(drawn, 2 * hidden, hidden),
                uniform(drawn, 2, hidden),
                0);
    }

    private static float[] uniform(SeededNumbers drawn, int count, int inputs) {
        double bound = 1 / Math.sqrt(inputs);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((2 * drawn.next() - 1) * bound);
        }
        return values;
    }

    /**
     * Trains from {@code start}, or continues an earlier training.
     *
     * @param start the initial weights; not used if there is an earlier state
     * @param earlier the state after the last finished epoch, to be continued
     * @param threads number of threads; does not change the result
     */
    public FitState fit(MlpWeights start, Optional<FitState> earlier, int threads, Listener listener)
            throws IOException, InterruptedException {
        FitState state = earlier.orElseGet(() -> FitState.before(start));
        try (Ranges ranges = new Ranges(threads)) {
            Mlp head = new Mlp(state.weights(), state.velocity(), settings, classWeights, ranges);
            while (!finished(state)) {
                state = epoch(head, state);
                listener.epoch(state);
            }
        }
        return state;
    }

    private boolean finished(FitState state) {
        int done = state.epochs().size();
        return done >= settings.epochs()
                || (done > 0 && done - state.bestEpoch().number() >= settings.patience());
    }

    private FitState epoch(Mlp head, FitState before) throws IOException, InterruptedException {
        int number = before.epochs().size();
        double rate = settings.learningRate(number);
        double trainingLoss = train(head, number, rate);
        double[] scored = evaluate(head);
        List<Epoch> epochs = new ArrayList<>(before.epochs());
        epochs.add(new Epoch(number + 1, rate, trainingLoss, scored[0], scored[1]));
        MlpWeights weights = head.weights();
        FitState now = new FitState(weights, head.velocity(), before.best(), epochs);
        return now.bestEpoch().number() == number + 1 ? new FitState(weights, now.velocity(), weights, epochs) : now;
    }

    private double train(Mlp head, int epoch, double rate) throws IOException, InterruptedException {
        int[] order =
                SeededNumbers.of(settings.seed(), ORDER + ((long) epoch << 8)).permutation(training.rows());
        SeededNumbers seeds = SeededNumbers.of(settings.seed(), DROPPED + ((long) epoch << 8));
        Reader reader = new Reader(training, settings.batchSize());
        double sum = 0;
        int batches = 0;
        // A last batch of one frame is left out, because batch norm needs two.
        for (int from = 0; order.length - from >= 2; from += settings.batchSize()) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + settings.batchSize()));
            SeededNumbers dropped = new SeededNumbers(Double.doubleToLongBits(seeds.at(batches)));
            sum += head.step(reader.batch(rows), rate, dropped);
            batches++;
            if (Thread.interrupted()) {
                throw new InterruptedException("training was cancelled");
            }
        }
        return sum / batches;
    }

    /** The validation loss and the mean accuracy of both labels. */
    private double[] evaluate(Mlp head) throws IOException, InterruptedException {
        Reader reader = new Reader(validation, ROWS_AT_ONCE);
        float[] scores = new float[ROWS_AT_ONCE];
        double loss = 0;
        double weights = 0;
        int[] right = new int[2];
        int[] all = new int[2];
        for (int from = 0; from < validation.rows(); from += ROWS_AT_ONCE) {
            int[] rows = range(from, Math.min(validation.rows(), from + ROWS_AT_ONCE));
            Batch batch = reader.batch(rows);
            double[] sums = head.evaluate(batch, scores);
            loss += sums[0];
            weights += sums[1];
            for (int row = 0; row < batch.rows(); row++) {
                all[batch.label(row)]++;
                right[batch.label(row)] += (scores[row] > 0.5) == (batch.label(row) == 1) ? 1 : 0;
            }
        }
        double accuracy = (right[0] / (double) Math.max(1, all[0]) + right[1] / (double) Math.max(1, all[1])) / 2;
        return new double[] {loss / weights, accuracy};
    }

    private static int[] range(int from, int to) {
        int[] rows = new int[to - from];
        Arrays.setAll(rows, i -> from + i);
        return rows;
    }

    /** Reads batches into the same arrays again and again. */
    private static final class Reader {
        private final Examples examples;
        private final float[] values;
        private final int[] labels;

        Reader(Examples examples, int most) {
            this.examples = examples;
            this.values = new float[Math.multiplyExact(most, examples.features())];
            this.labels = new int[most];
        }

        Batch batch(int[] rows) throws IOException {
            examples.copy(rows, values);
            for (int i = 0; i < rows.length; i++) {
                labels[i] = examples.label(rows[i]);
            }
            return new Batch(values, labels, rows.length);
        }
    }
}
