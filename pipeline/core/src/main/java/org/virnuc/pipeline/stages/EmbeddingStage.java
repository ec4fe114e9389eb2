package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.pipeline.embeddings.CachedVectors;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.embeddings.EncoderSpace;

/**
 * One vector for every frame, by DNABERT-S or ESM-2: {@code shard_<n>.vec} for each split file. A sequence that has occurred
 * in an earlier row is not computed again, nor is one whose vector the embedding cache holds. Several shards are worked on at once
 * ({@link ShardWork}).
 */
public final class EmbeddingStage implements Stage<SequenceShards, EmbeddingShards> {
    private static final String FORMAT_VERSION = "1";

    private final StageId id;
    private final List<Setting> model;
    private final Supplier<SequenceEncoder> encoder;
    private final @Nullable Reuse reuse;

    /**
     * A stage without a cache.
     *
     * @param model the settings of the encoder that change its vectors
     * @param encoder opens the encoder; called only where a vector is missing
     */
    public EmbeddingStage(StageId id, List<Setting> model, Supplier<SequenceEncoder> encoder) {
        this(id, model, encoder, null);
    }

    /** The same; looks for vectors in a cache first and adds to it, unless that is null. */
    public EmbeddingStage(StageId id, List<Setting> model, Supplier<SequenceEncoder> encoder, @Nullable Reuse reuse) {
        this.id = id;
        this.model = List.copyOf(model);
        this.encoder = encoder;
        this.reuse = reuse;
    }

    /**
     * Vectors of earlier runs. Not a setting: a vector is the same from there, but for the rounding that the batch it was computed
     * in makes.
     */
    public record Reuse(EmbeddingCache cache, EncoderSpace space) {}

    @Override
    public StageId id() {
        return id;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(model);
        settings.add(new Setting("format", FORMAT_VERSION, "layout of the vector shards"));
        return settings;
    }

    @Override
    public long items(SequenceShards input) {
        return input.rows();
    }

    @Override
    public void run(SequenceShards input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        try (Duplicates duplicates = input.duplicates();
                CachedVectors cached = reuse == null ? null : reuse.cache().open(reuse.space(), observer::warning);
                LazyEncoder lazy = new LazyEncoder(id, encoder, observer, true)) {
            ShardWork work =
                    new ShardWork(id, input, output, observer, new ShardWork.Sources(duplicates, cached, lazy));
            work.run();
            output.count("rows", input.rows());
            output.count("shards", input.shards());
            work.report();
        }
    }

    @Override
    public EmbeddingShards open(SequenceShards input, FinishedStage finished) {
        return new EmbeddingShards(finished.folder(), finished.count("rows"), (int) finished.count("shards"));
    }
}
