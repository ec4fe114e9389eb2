package org.virnuc.training;

import java.io.IOException;
import java.util.Arrays;
import org.virnuc.pipeline.stages.FeatureRows;
import org.virnuc.training.head.Examples;

/** Frames with the features that a run computed: of both encoders, or the DNA vector alone. */
final class FrameExamples implements Examples {
    private static final int ROWS_AT_ONCE = 1024;

    /** Features are read once and kept where they take no more than this share of the heap. */
    private static final double HEAP_SHARE = 0.3;

    private final FeatureRows source;
    private final Rows rows;
    private final int features;
    private final float[][] kept;

    private FrameExamples(FeatureRows source, Rows rows, int features, float[][] kept) {
        this.source = source;
        this.rows = rows;
        this.features = features;
        this.kept = kept;
    }

    /**
     * Reads features.
     *
     * @param features the number of leading features to use; the DNA vector comes first
     */
    static FrameExamples of(FeatureRows source, Rows rows, int features) throws IOException {
        long bytes = (long) rows.size() * features * Float.BYTES;
        FrameExamples onDisk = new FrameExamples(source, rows, features, new float[0][]);
        if (bytes > Runtime.getRuntime().maxMemory() * HEAP_SHARE) {
            return onDisk;
        }
        float[][] kept = new float[rows.size()][];
        for (int from = 0; from < kept.length; from += ROWS_AT_ONCE) {
            int[] some = new int[Math.min(ROWS_AT_ONCE, kept.length - from)];
            for (int i = 0; i < some.length; i++) {
                some[i] = from + i;
            }
            float[] values = new float[some.length * features];
            onDisk.copy(some, values);
            for (int i = 0; i < some.length; i++) {
                kept[from + i] = Arrays.copyOfRange(values, i * features, (i + 1) * features);
            }
        }
        return new FrameExamples(source, rows, features, kept);
    }

    @Override
    public int rows() {
        return rows.size();
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int label(int row) {
        return rows.label(row);
    }

    @Override
    public void copy(int[] chosen, float[] into) throws IOException {
        if (kept.length > 0) {
            for (int i = 0; i < chosen.length; i++) {
                System.arraycopy(kept[chosen[i]], 0, into, i * features, features);
            }
            return;
        }
        int[] stored = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            stored[i] = rows.row(chosen[i]);
        }
        int width = source.features();
        if (width == features) {
            source.copy(stored, into);
            return;
        }
        float[] whole = new float[stored.length * width];
        source.copy(stored, whole);
        for (int i = 0; i < stored.length; i++) {
            System.arraycopy(whole, i * width, into, i * features, features);
        }
    }
}
