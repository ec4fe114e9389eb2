package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.pipeline.FinishedStage;
import org.virnuc.pipeline.OutputFile;
import org.virnuc.pipeline.Setting;
import org.virnuc.pipeline.Stage;
import org.virnuc.pipeline.StageId;
import org.virnuc.pipeline.StageObserver;
import org.virnuc.pipeline.StageOutput;
import org.virnuc.pipeline.embeddings.CachedVectors;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.embeddings.EncoderSpace;
import org.virnuc.pipeline.sequence.FastaReader;

/**
 * One vector for every frame, by DNABERT-S or ESM-2: {@code shard_<n>.vec} for each split file. A sequence that has occurred
 * in an earlier row is not computed again, nor is one whose vector the embedding cache holds.
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
        try (Work work = new Work(input, observer)) {
            for (int shard = 1; shard <= input.shards(); shard++) {
                int number = shard;
                output.once(EmbeddingShards.fileName(shard), input.rowsOf(shard), out -> work.encode(number, out));
            }
            output.count("rows", input.rows());
            output.count("shards", input.shards());
            work.report();
        }
    }

    @Override
    public EmbeddingShards open(SequenceShards input, FinishedStage finished) {
        return new EmbeddingShards(finished.folder(), finished.count("rows"), (int) finished.count("shards"));
    }

    /** The encoder, opened by the first shard that needs it, and the figures of all batches. */
    private final class Work implements BatchListener, AutoCloseable {
        private final SequenceShards input;
        private final StageObserver observer;
        private final Duplicates duplicates;
        private final @Nullable CachedVectors cached;
        private @Nullable SequenceEncoder open;
        private long tokens;
        private long slots;
        private long rows;
        private long saved;

        Work(SequenceShards input, StageObserver observer) throws IOException {
            this.input = input;
            this.observer = observer;
            this.duplicates = input.duplicates();
            this.cached = reuse == null ? null : reuse.cache().open(reuse.space(), observer::warning);
        }

        void encode(int shard, OutputFile out) throws IOException, InterruptedException {
            long firstRow = input.firstRowOf(shard);
            List<String> ids = new ArrayList<>();
            List<String> fresh = new ArrayList<>();
            long[] firstOf = new long[input.rowsOf(shard)];
            try (FastaReader reader = input.open(shard)) {
                for (int row = 0; reader.next(); row++) {
                    ids.add(reader.id());
                    firstOf[row] = duplicates.firstOf(firstRow + row);
                    if (firstOf[row] == firstRow + row) {
                        fresh.add(reader.sequenceText());
                    }
                }
            }
            int repeats = ids.size() - fresh.size();
            saved += repeats;
            observer.items(repeats);
            rows += ids.size();
            if (cached == null) {
                float[] vectors = vectors(fresh);
                VectorShardWriter.write(out, firstRow, ids, firstOf, encoder().dimension(), vectors);
            } else {
                float[] vectors = cached.vectors(fresh, observer::items, this::vectors);
                VectorShardWriter.write(out, firstRow, ids, firstOf, cached.dimension(), vectors);
            }
        }

        private float[] vectors(List<String> sequences) throws InterruptedException {
            try {
                return encoder().encode(sequences, this);
            } catch (RuntimeException e) {
                if (Thread.interrupted()) {
                    InterruptedException cancelled = new InterruptedException(id.word() + " was cancelled");
                    cancelled.initCause(e);
                    throw cancelled;
                }
                throw e;
            }
        }

        /** Told after each batch, by whichever thread has computed it. */
        @Override
        public void batch(BatchFigures figures) {
            tokens += figures.tokens();
            slots += figures.slots();
            observer.batch(encoder().info(), figures);
            try {
                observer.items(figures.sequences());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(id.word() + " was cancelled", e);
            }
        }

        @Override
        public void before(BatchRequest batch) {
            observer.beforeBatch(encoder().info(), batch);
        }

        private SequenceEncoder encoder() {
            SequenceEncoder now = open;
            if (now == null) {
                now = observer.load(encoder);
                open = now;
            }
            return now;
        }

        void report() {
            if (slots > 0) {
                observer.metric("padding_share", (slots - tokens) / (double) slots);
                observer.metric("duplicates_saved", saved);
            }
            if (rows > 0) {
                observer.metric("duplicate_share", saved / (double) rows);
            }
            if (cached != null && rows > 0) {
                observer.metric("cache_hits", cached.hits());
                observer.metric("cache_misses", cached.misses());
                observer.metric(
                        "cache_hit_share", cached.hits() / (double) Math.max(1, cached.hits() + cached.misses()));
                observer.metric("cache_damaged", cached.damaged());
            }
        }

        @Override
        public void close() {
            duplicates.close();
            if (cached != null) {
                cached.close();
            }
            if (open != null) {
                open.close();
            }
        }
    }
}
