package org.virnuc.models.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.virnuc.models.FrameClassifier;

/**
 * A classification head that runs on one session. It scores a few thousand rows at a time, all on the calling thread:
 * with several threads, sums would be added up in another order, and the last digits of a score would depend on the
 * number of cores.
 */
final class ArchiveClassifier implements FrameClassifier {
    private static final int ROWS = 4096;
    private static final int CLASSES = 2;

    private final ArchiveSession session;
    private final int features;

    /**
     * Input buffers for reuse, one per scoring thread. Direct buffers made for every call would be freed only by the
     * garbage collector, much later.
     */
    private final Deque<ByteBuffer> inputs = new ArrayDeque<>();

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
        ByteBuffer input = take(Math.min(ROWS, rows) * features * Float.BYTES);
        try {
            for (int start = 0; start < rows; start += ROWS) {
                int count = Math.min(ROWS, rows - start);
                int used = count * features;
                input.clear().limit(used * Float.BYTES).asFloatBuffer().put(values, start * features, used);
                System.arraycopy(session.run(input, count, features), 0, scores, start * CLASSES, count * CLASSES);
            }
        } finally {
            giveBack(input);
        }
        return scores;
    }

    /** Takes the first free buffer that is large enough; if there is none, a new one replaces a smaller one. */
    private ByteBuffer take(int bytes) {
        synchronized (inputs) {
            for (Iterator<ByteBuffer> kept = inputs.iterator(); kept.hasNext(); ) {
                ByteBuffer input = kept.next();
                if (input.capacity() >= bytes) {
                    kept.remove();
                    return input;
                }
            }
            inputs.poll();
        }
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private void giveBack(ByteBuffer input) {
        synchronized (inputs) {
            inputs.push(input);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
