package org.virnuc.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.engine.StageId;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.pipeline.stages.SequenceShards;

/** The encoders of {@link FakeModel}: a vector is hashes of the sequence, and every sequence is noted. */
final class FakeEncoder implements SequenceEncoder {
    private static final int BATCH = 100;

    private final FakeModel model;
    private final StageId id;
    private final int dimension;
    private final String salt;

    FakeEncoder(FakeModel model, StageId id, int dimension, String salt) {
        this.model = model;
        this.id = id;
        this.dimension = dimension;
        this.salt = salt;
        synchronized (model) {
            model.opened.merge(id, 1, Integer::sum);
        }
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public EncoderInfo info() {
        return new EncoderInfo("fake/" + id.word(), salt, "fake", 1, "fp32", "cpu");
    }

    /** One call after the other, whichever thread it comes from, so that a test can say after how much a run ends. */
    @Override
    public float[] encode(List<String> sequences, BatchListener listener) {
        synchronized (model) {
            while (sequences.size() < SequenceShards.ROWS_PER_SHARD && model.encodedBy(id) < model.beforeLastShard) {
                awaitOthers();
            }
            try {
                return inTurn(sequences, listener);
            } finally {
                model.notifyAll();
            }
        }
    }

    private void awaitOthers() {
        try {
            model.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private float[] inTurn(List<String> sequences, BatchListener listener) {
        float[] vectors = new float[sequences.size() * dimension];
        for (int from = 0; from < sequences.size(); from += BATCH) {
            int to = Math.min(sequences.size(), from + BATCH);
            listener.before(new BatchRequest(to - from, (to - from) * 10L, (to - from) * 12L, "cpu"));
            for (int row = from; row < to; row++) {
                byte[] content = sequences.get(row).getBytes(StandardCharsets.ISO_8859_1);
                for (int i = 0; i < dimension; i++) {
                    vectors[row * dimension + i] =
                            model.byLetters ? shareOfCg(sequences.get(row)) : FakeModel.hash(salt, content, i);
                }
            }
            model.encoded.computeIfAbsent(id, i -> new ArrayList<>()).addAll(sequences.subList(from, to));
            listener.batch(new BatchFigures(to - from, (to - from) * 10L, (to - from) * 12L, 1, "cpu"));
        }
        return vectors;
    }

    @Override
    public void close() {}

    private static float shareOfCg(String sequence) {
        return (float) (sequence.length() - sequence.replace("CG", "").length()) / 2 / sequence.length();
    }
}
