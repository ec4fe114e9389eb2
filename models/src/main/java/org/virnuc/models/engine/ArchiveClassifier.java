package org.virnuc.models.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import org.virnuc.models.FrameClassifier;

/**
 * A head over one session; rows are scored a few thousand at a time, on the calling thread alone: divided among several, a
 * product is added up in another order, and the last digits of a score would depend on the number of cores.
 */
final class ArchiveClassifier implements FrameClassifier {
    private static final int ROWS = 4096;
    private static final int CLASSES = 2;

    private final ArchiveSession session;
    private final int features;

    ArchiveClassifier(ArchiveSession session, int features) {
        this.session = session;
        this.features = features;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public float[] scores(float[] values, int rows) {
        if (values.length != (long) rows * features) {
            throw new IllegalArgumentException(
                    values.length + " values are not " + rows + " rows of " + features + " features");
        }
        JniUtils.setNumThreads(1);
        float[] scores = new float[rows * CLASSES];
        for (int start = 0; start < rows; start += ROWS) {
            int count = Math.min(ROWS, rows - start);
            float[] part =
                    count == rows ? values : Arrays.copyOfRange(values, start * features, (start + count) * features);
            System.arraycopy(session.run(part, count, features), 0, scores, start * CLASSES, count * CLASSES);
        }
        return scores;
    }

    @Override
    public void close() {
        session.close();
    }
}
