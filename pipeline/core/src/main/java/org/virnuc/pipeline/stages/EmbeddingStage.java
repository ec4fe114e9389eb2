package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.pipeline.embeddings.EncoderSource;

/**
 * Encodes every frame with DNABERT-S or ESM-2 and writes {@code shard_<n>.vec} for each split file. Identical sequences
 * are encoded once. Several shards are processed concurrently ({@link ShardEncoder}).
 */
public final class EmbeddingStage implements Stage<SequenceShards, EmbeddingShards> {
    private static final String FORMAT_VERSION = "1";

    private final StageId id;
    private final List<Setting> model;
    private final EncoderSource encoder;

    /** The only shard that is encoded; 0 for all. */
    private final int only;

    /**
     * Creates the stage.
     *
     * @param model the settings of the encoder that change its vectors
     * @param encoder the encoder; loaded only if a vector has to be computed
     */
    public EmbeddingStage(StageId id, List<Setting> model, EncoderSource encoder) {
        this(id, model, encoder, 0);
    }

    private EmbeddingStage(StageId id, List<Setting> model, EncoderSource encoder, int only) {
        this.id = id;
        this.model = List.copyOf(model);
        this.encoder = encoder;
        this.only = only;
    }

    /**
     * Returns a stage that encodes one shard and writes the same bytes for it as this one. A shard that a run without
     * frames does not have is empty.
     */
    public EmbeddingStage only(int shard) {
        return new EmbeddingStage(id, model, encoder, shard);
    }

    @Override
    public StageId id() {
        return id;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(model);
        settings.add(new Setting("format", FORMAT_VERSION, "layout of the vector shards"));
        if (only > 0) {
            settings.add(new Setting("shard", Integer.toString(only), "only its frames are encoded"));
        }
        return settings;
    }

    @Override
    public long items(SequenceShards input) {
        return only > 0 ? input.rowsIn(only) : input.rows();
    }

    @Override
    public void run(SequenceShards input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        try (Duplicates duplicates = input.duplicates();
                ObservedEncoder open = new ObservedEncoder(id, encoder, observer, true)) {
            ShardEncoder shards =
                    new ShardEncoder(id, input, output, observer, new ShardEncoder.Sources(duplicates, open));
            if (only == 0) {
                shards.run();
            } else if (only <= input.shards()) {
                shards.run(only);
            }
            output.count("rows", input.rows());
            output.count("shards", input.shards());
            shards.report();
        }
    }

    @Override
    public EmbeddingShards open(SequenceShards input, FinishedStage finished) {
        return new EmbeddingShards(finished.folder(), finished.count("rows"), (int) finished.count("shards"));
    }
}
