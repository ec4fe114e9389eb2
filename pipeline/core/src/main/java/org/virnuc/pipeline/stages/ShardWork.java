package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.models.PendingVectors;
import org.virnuc.pipeline.embeddings.CachedVectors;
import org.virnuc.sequences.FastaReader;

/**
 * What an embedding stage does with its shards, each from reading to its name on disk by one of {@link ShardWorkers}: what one writes follows
 * from its own shard alone, so that no file depends on the order in which they come along. How many are at work is known once the encoder is
 * open ({@link ShardsAtOnce}).
 */
final class ShardWork {
    private final SequenceShards input;
    private final StageOutput output;
    private final StageObserver observer;
    private final Sources sources;
    private final ShardWorkers workers;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong saved = new AtomicLong();

    /**
     * Where vectors come from.
     *
     * @param duplicates which rows need none of their own
     * @param cached is asked first, unless it is null
     */
    record Sources(Duplicates duplicates, @Nullable CachedVectors cached, LazyEncoder encoder) {}

    ShardWork(StageId id, SequenceShards input, StageOutput output, StageObserver observer, Sources sources) {
        this.input = input;
        this.output = output;
        this.observer = observer;
        this.sources = sources;
        this.workers = new ShardWorkers(id.word(), input.shards(), this::work);
    }

    /** A shard as it was read; {@code fresh} are the sequences that have not occurred in an earlier row. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Text(long firstRow, List<String> ids, long[] firstOf, List<String> fresh) {
        int repeats() {
            return ids.size() - fresh.size();
        }
    }

    /** Works on all shards that are not there yet. */
    void run() throws IOException, InterruptedException {
        CachedVectors cached = sources.cached();
        if (cached != null) {
            // Where all is found there no encoder is opened.
            workers.atOnce(ShardsAtOnce.here(0, cached.dimension()));
        }
        workers.run();
    }

    private void work(int shard) throws IOException, InterruptedException {
        output.once(EmbeddingShards.fileName(shard), input.rowsOf(shard), out -> write(shard, out));
    }

    private void write(int shard, OutputFile out) throws IOException, InterruptedException {
        Text text = read(shard);
        CachedVectors cached = sources.cached();
        CachedVectors.Lookup found = cached == null ? null : cached.find(text.fresh());
        float[] computed = computed(shard, text, found == null ? text.fresh() : found.missing());
        workers.beginsToWrite();
        float[] vectors = found == null ? computed : found.complete(computed);
        rows.addAndGet(text.ids().size());
        saved.addAndGet(text.repeats());
        observer.items(text.repeats() + (found == null ? 0 : found.hits()));
        int dimension = cached == null ? sources.encoder().dimension() : cached.dimension();
        VectorShardWriter.write(out, text.firstRow(), text.ids(), text.firstOf(), dimension, vectors);
    }

    private Text read(int shard) throws IOException {
        long firstRow = input.firstRowOf(shard);
        List<String> ids = new ArrayList<>(input.rowsOf(shard));
        long[] firstOf = sources.duplicates().firstOf(firstRow, input.rowsOf(shard));
        List<String> fresh = new ArrayList<>();
        try (FastaReader reader = input.open(shard)) {
            for (int row = 0; reader.next(); row++) {
                ids.add(reader.id());
                if (firstOf[row] == firstRow + row) {
                    fresh.add(reader.sequenceText());
                }
            }
        }
        return new Text(firstRow, ids, firstOf, fresh);
    }

    private float[] computed(int shard, Text text, List<String> missing) throws InterruptedException {
        if (missing.isEmpty()) {
            return new float[0];
        }
        LazyEncoder encoder = sources.encoder();
        long followedBy = input.rows() - text.firstRow() - text.ids().size();
        try {
            PendingVectors pending = encoder.start(missing, followedBy, EmbeddingShards.fileName(shard));
            workers.atOnce(ShardsAtOnce.here(encoder.ahead(), encoder.dimension()));
            return encoder.await(pending);
        } catch (RuntimeException e) {
            workers.encoderHasFailed(e);
            throw e;
        }
    }

    /** Tells what was saved, and how the encoder has spent its time. */
    void report() {
        long all = rows.get();
        if (sources.encoder().used()) {
            sources.encoder().report();
            observer.metric("duplicates_saved", saved.get());
            observer.metric("shards_at_once", workers.most());
        }
        if (all > 0) {
            observer.metric("duplicate_share", saved.get() / (double) all);
        }
        CachedVectors cached = sources.cached();
        if (cached != null && all > 0) {
            observer.metric("cache_hits", cached.hits());
            observer.metric("cache_misses", cached.misses());
            observer.metric("cache_hit_share", cached.hits() / (double) Math.max(1, cached.hits() + cached.misses()));
            observer.metric("cache_damaged", cached.damaged());
        }
    }
}
