package org.virnuc.pipeline;

import java.nio.ByteBuffer;
import org.virnuc.engine.StageId;
import org.virnuc.models.FrameClassifier;

/** A head whose scores are hashes of its input, unless the {@link FakeModel} that it belongs to wants others. */
final class FakeHead implements FrameClassifier {
    private final FakeModel model;
    private final String salt;
    private final int features;
    private final float noise;

    private FakeHead(FakeModel model, String salt, int features, float noise) {
        this.model = model;
        this.salt = salt;
        this.features = features;
        this.noise = noise;
        model.opened.merge(StageId.PREDICTION, 1, Integer::sum);
    }

    static FakeHead of(FakeModel model, String salt, int features) {
        return of(model, salt, features, 0);
    }

    /** A head that adds up to {@code noise}, by hash, to scores that follow the vector. */
    static FakeHead of(FakeModel model, String salt, int features, float noise) {
        return new FakeHead(model, salt, features, noise);
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public float[] scores(float[] values, int rows) {
        float[] scores = new float[2 * rows];
        for (int row = 0; row < rows; row++) {
            ByteBuffer bytes = ByteBuffer.allocate(features * Float.BYTES);
            bytes.asFloatBuffer().put(values, row * features, features);
            float hashed = FakeModel.hash(salt, bytes.array(), 0);
            float first = values[row * features];
            scores[2 * row + 1] = model.byLetters
                    ? Math.min(1, 2 * first)
                    : model.byVector ? Math.max(0, Math.min(1, first + noise * (2 * hashed - 1))) : hashed;
            scores[2 * row] = 1 - scores[2 * row + 1];
        }
        return scores;
    }

    @Override
    public void close() {}
}
