package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.confidence.TrainingDistribution;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.models.FrameClassifier;

/**
 * Scores every frame with the head and writes {@code prediction_results.txt}, tab-separated {@code Sequence_ID
 * Prediction score1 score2}. Score 1 is the probability of others, score 2 of virus; a tie is others. If the
 * distribution of the training data is known, also writes each frame's distance from it ({@link DistanceFile}).
 */
public final class PredictionStage implements Stage<FeatureShards, FrameScores> {
    private static final String FORMAT_VERSION = "1";
    private static final int ROWS_AT_ONCE = 2048;

    /**
     * Each thread holds the features of its rows and a copy for libtorch, 27 MB with ESM-2 3B; two more batches wait or
     * are prepared.
     */
    private static final int MOST_THREADS = 8;

    private final Setting model;
    private final Supplier<FrameClassifier> head;
    private final Optional<TrainingDistribution> distribution;
    private final int threads;

    /**
     * @param model the digest of the head
     * @param head opens the head; called only if there are frames to score
     * @param distribution distribution of the training data, if known
     * @param threads maximum number of threads that score rows; 0 means one per core
     */
    public PredictionStage(
            Setting model, Supplier<FrameClassifier> head, Optional<TrainingDistribution> distribution, int threads) {
        this.model = model;
        this.distribution = distribution;
        this.head = head;
        this.threads = Math.min(
                MOST_THREADS, threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
    }

    @Override
    public StageId id() {
        return StageId.PREDICTION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                model,
                new Setting(
                        "distribution",
                        distribution.map(TrainingDistribution::digest).orElse("none"),
                        "the distances are from the training data"),
                new Setting("format", FORMAT_VERSION, "layout of prediction_results.txt"));
    }

    @Override
    public long items(FeatureShards input) {
        return input.rows();
    }

    @Override
    public void run(FeatureShards input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        try (OutputFile out = output.create(FrameScores.FILE_NAME);
                OutputFile distances = distribution.isPresent() ? output.create(DistanceFile.FILE_NAME) : null) {
            out.write(FrameScores.HEADER.getBytes(StandardCharsets.ISO_8859_1));
            if (input.rows() > 0) {
                try (FrameClassifier classifier = observer.load(head)) {
                    score(input, classifier, new Target(out, distances), observer);
                }
            }
            out.commit();
            if (distances != null) {
                distances.commit();
            }
        }
        output.count("rows", input.rows());
    }

    @Override
    public FrameScores open(FeatureShards input, FinishedStage finished) {
        return new FrameScores(
                finished.file(FrameScores.FILE_NAME),
                finished.count("rows"),
                distribution.isPresent() ? finished.file(DistanceFile.FILE_NAME) : null);
    }

    private record Target(OutputFile scores, @Nullable OutputFile distances) {}

    /** The scores of some rows. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record ScoredRows(int rows, byte[] lines, float[] distances) {}

    private void score(FeatureShards input, FrameClassifier classifier, Target out, StageObserver observer)
            throws IOException, InterruptedException {
        OrderedExecutor.Receiver<ScoredRows> writer = scored -> {
            out.scores().write(scored.lines());
            if (out.distances() != null) {
                DistanceFile.write(scored.distances(), scored.rows(), out.distances());
            }
            observer.items(scored.rows());
        };
        try (FeatureShards.Reader reader = input.reader();
                OrderedExecutor<ScoredRows> work = new OrderedExecutor<>("virnuc-prediction", threads, writer)) {
            for (int shard = 1; shard <= input.shards(); shard++) {
                reader.open(shard);
                for (int from = 0; from < reader.rows(); from += ROWS_AT_ONCE) {
                    int rows = Math.min(ROWS_AT_ONCE, reader.rows() - from);
                    List<String> ids = reader.ids().subList(from, from + rows);
                    float[] features = reader.features(from, rows);
                    work.add(() -> scored(ids, features, classifier));
                }
            }
            work.finish();
        }
    }

    /** Scores some rows on one thread, so that the number of threads changes no digit. */
    private ScoredRows scored(List<String> ids, float[] features, FrameClassifier classifier) {
        int rows = ids.size();
        float[] scores = classifier.scores(features, rows);
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            new FrameScore(ids.get(row), scores[2 * row], scores[2 * row + 1]).appendTo(lines);
        }
        float[] distances =
                distribution.map(training -> training.distances(features, rows)).orElse(new float[0]);
        return new ScoredRows(rows, lines.toString().getBytes(StandardCharsets.ISO_8859_1), distances);
    }
}
