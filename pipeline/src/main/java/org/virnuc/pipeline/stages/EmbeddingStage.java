package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.EncoderUse;
import org.virnuc.models.PendingVectors;
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
    private static final double NANOS = 1e9;

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
        try (Work work = new Work(input, output, observer)) {
            for (int shard = 1; shard <= input.shards(); shard++) {
                output.once(EmbeddingShards.fileName(shard), input.rowsOf(shard), work::writeNext);
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

    /** A shard whose vectors are being computed, but for those found in the cache; {@code repeats} rows have none of their own. */
    private record Started(
            long firstRow,
            List<String> ids,
            int repeats,
            CachedVectors.@Nullable Lookup found,
            PendingVectors vectors) {}

    /**
     * The encoder, opened by the first shard that needs it, the shards that it works on, and the figures of all batches. While
     * a shard is written the next ones are computed: so many are started that no device is without work.
     */
    private final class Work implements BatchListener, AutoCloseable {
        private final SequenceShards input;
        private final StageOutput output;
        private final StageObserver observer;
        private final Duplicates duplicates;
        private final @Nullable CachedVectors cached;
        private final Deque<Started> started = new ArrayDeque<>();
        private int nextShard = 1;
        private @Nullable SequenceEncoder open;
        private long tokens;
        private long slots;
        private long rows;
        private long saved;

        Work(SequenceShards input, StageOutput output, StageObserver observer) throws IOException {
            this.input = input;
            this.output = output;
            this.observer = observer;
            this.duplicates = input.duplicates();
            this.cached = reuse == null ? null : reuse.cache().open(reuse.space(), observer::warning);
        }

        /** Writes the first of the shards that are not there yet. */
        void writeNext(OutputFile out) throws IOException, InterruptedException {
            startAhead();
            Started shard = started.remove();
            float[] computed = await(shard.vectors());
            startAhead();
            CachedVectors.Lookup found = shard.found();
            float[] vectors = found == null ? computed : found.complete(computed);
            rows += shard.ids().size();
            saved += shard.repeats();
            observer.items(shard.repeats() + (found == null ? 0 : found.hits()));
            VectorShardWriter.write(out, shard.firstRow(), shard.ids(), firstOf(shard), dimension(), vectors);
        }

        private int dimension() {
            return cached == null ? encoder().dimension() : cached.dimension();
        }

        private long[] firstOf(Started shard) {
            long[] firstOf = new long[shard.ids().size()];
            Arrays.setAll(firstOf, row -> duplicates.firstOf(shard.firstRow() + row));
            return firstOf;
        }

        /** Starts shards until one is there to wait for, and enough work beyond it. */
        private void startAhead() throws IOException {
            while (nextShard <= input.shards() && (started.isEmpty() || rowsAhead() < wantedAhead())) {
                if (!output.kept(EmbeddingShards.fileName(nextShard))) {
                    started.add(start(nextShard));
                }
                nextShard++;
            }
        }

        /** No encoder is opened to ask it where all that has been looked for was in the cache. */
        private int wantedAhead() {
            SequenceEncoder now = open;
            return now == null && cached != null ? 0 : encoder().ahead();
        }

        private int rowsAhead() {
            return started.stream().skip(1).mapToInt(s -> s.ids().size()).sum();
        }

        private Started start(int shard) throws IOException {
            long firstRow = input.firstRowOf(shard);
            List<String> ids = new ArrayList<>();
            List<String> fresh = new ArrayList<>();
            try (FastaReader reader = input.open(shard)) {
                for (long row = firstRow; reader.next(); row++) {
                    ids.add(reader.id());
                    if (duplicates.firstOf(row) == row) {
                        fresh.add(reader.sequenceText());
                    }
                }
            }
            CachedVectors known = cached;
            CachedVectors.Lookup found = known == null ? null : known.find(fresh);
            List<String> missing = found == null ? fresh : found.missing();
            long followedBy = input.rows() - firstRow - ids.size();
            PendingVectors pending =
                    missing.isEmpty() ? () -> new float[0] : encoder().start(missing, followedBy, this);
            return new Started(firstRow, ids, ids.size() - fresh.size(), found, pending);
        }

        private float[] await(PendingVectors vectors) throws InterruptedException {
            try {
                return vectors.await();
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

        @Override
        public void failed(DeviceEvent event) {
            observer.failed(encoder().info(), event);
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
                reportUse(encoder().use());
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

        private void reportUse(EncoderUse use) {
            if (use.lanes() > 0) {
                observer.metric("compute_lanes", use.lanes());
                observer.metric("queue_wait_seconds", use.waitNanos() / NANOS);
                observer.metric("tail_seconds", use.tailNanos() / NANOS);
                observer.metric("idle_share", use.idleShare());
                observer.metric("warm_up_seconds", use.warmUpNanos() / NANOS);
                long steady = use.busyNanos() - use.warmUpNanos();
                if (steady > 0) {
                    observer.metric("steady_tokens_per_lane_second", (tokens - use.warmUpTokens()) / (steady / NANOS));
                }
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
