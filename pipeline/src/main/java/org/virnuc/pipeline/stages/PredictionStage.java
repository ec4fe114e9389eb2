package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.FrameClassifier;
import org.virnuc.pipeline.FinishedStage;
import org.virnuc.pipeline.OutputFile;
import org.virnuc.pipeline.Setting;
import org.virnuc.pipeline.Stage;
import org.virnuc.pipeline.StageId;
import org.virnuc.pipeline.StageObserver;
import org.virnuc.pipeline.StageOutput;
import org.virnuc.pipeline.confidence.Distribution;

/**
 * Scores every frame with the head: {@code prediction_results.txt}, tab-separated {@code Sequence_ID Prediction score1
 * score2}. Score 1 is the probability of others, score 2 of virus; a tie is others. Where the distribution of the training data is
 * known, how far each frame lies from it is written beside: {@link DistanceFile}.
 */
public final class PredictionStage implements Stage<FeatureShards, FrameScores> {
    private static final String FORMAT_VERSION = "1";
    private static final int ROWS_AT_ONCE = 2048;

    private final Setting model;
    private final Supplier<FrameClassifier> head;
    private final Optional<Distribution> distribution;

    /**
     * @param model the digest of the head
     * @param head opens the head; called only where there are frames to score
     * @param distribution of the training data, where it is known
     */
    public PredictionStage(Setting model, Supplier<FrameClassifier> head, Optional<Distribution> distribution) {
        this.model = model;
        this.distribution = distribution;
        this.head = head;
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
                        distribution.map(Distribution::digest).orElse("none"),
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

    private void score(FeatureShards input, FrameClassifier classifier, Target out, StageObserver observer)
            throws IOException, InterruptedException {
        FeatureShards.Reader reader = input.reader();
        int width = reader.features();
        float[] features = new float[0];
        for (int shard = 1; shard <= input.shards(); shard++) {
            reader.open(shard);
            for (int from = 0; from < reader.rows(); from += ROWS_AT_ONCE) {
                int rows = Math.min(ROWS_AT_ONCE, reader.rows() - from);
                if (rows * width != features.length) {
                    features = new float[rows * width];
                }
                for (int row = 0; row < rows; row++) {
                    reader.copy(from + row, features, row * width);
                }
                write(reader, from, rows, classifier.scores(features, rows), out.scores());
                if (out.distances() != null) {
                    DistanceFile.write(distances(features, rows, width), rows, out.distances());
                }
                observer.items(rows);
            }
        }
    }

    private float[] distances(float[] features, int rows, int width) {
        Distribution training = distribution.orElseThrow();
        float[] distances = new float[rows];
        for (int row = 0; row < rows; row++) {
            distances[row] = training.distance(features, row * width);
        }
        return distances;
    }

    private static void write(FeatureShards.Reader reader, int from, int rows, float[] scores, OutputFile out)
            throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            FrameScore score = new FrameScore(reader.id(from + row), scores[2 * row], scores[2 * row + 1]);
            score.appendTo(lines);
        }
        out.write(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
