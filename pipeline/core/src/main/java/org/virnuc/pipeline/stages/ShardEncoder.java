package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.FastaReader;

/**
 * Encodes the shards of an embedding stage. One thread of a {@link ShardExecutor} processes a shard from reading to
 * renaming. The content of a file depends on its shard alone, not on the order in which shards finish. The number of
 * concurrent shards is decided once the encoder is open ({@link ShardConcurrency}).
 */
final class ShardEncoder {
    private final StageId id;
    private final SequenceShards input;
    private final StageOutput output;
    private final StageObserver observer;
    private final Sources sources;
    private ShardExecutor executor;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong saved = new AtomicLong();

    /**
     * The sources of vectors.
     *
     * @param duplicates rows that need no vector of their own
     */
    record Sources(Duplicates duplicates, ObservedEncoder encoder) {}

    ShardEncoder(StageId id, SequenceShards input, StageOutput output, StageObserver observer, Sources sources) {
        this.id = id;
        this.input = input;
        this.output = output;
        this.observer = observer;
        this.sources = sources;
        this.executor = new ShardExecutor(id.word(), input.shards(), this::work);
    }

    /** A shard as it was read; {@code fresh} are the sequences that have not occurred in an earlier row. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Text(long firstRow, List<String> ids, long[] firstOf, List<String> fresh) {
        int repeats() {
            return ids.size() - fresh.size();
        }
    }

    /** Encodes all shards that are not finished. */
    void run() throws IOException, InterruptedException {
        executor.run();
    }

    /** Encodes one shard, unless it is finished. */
    void run(int shard) throws IOException, InterruptedException {
        executor = new ShardExecutor(id.word(), 1, first -> work(shard));
        executor.run();
    }

    private void work(int shard) throws IOException, InterruptedException {
        output.once(EmbeddingShards.fileName(shard), input.rowsOf(shard), out -> write(shard, out));
    }

    private void write(int shard, OutputFile out) throws IOException, InterruptedException {
        Text text = read(shard);
        Encoded encoded = encoded(shard, text);
        executor.beginsToWrite();
        rows.addAndGet(text.ids().size());
        saved.addAndGet(text.repeats());
        observer.items(text.repeats() + encoded.found());
        VectorShardWriter.write(
                out,
                text.firstRow(),
                text.ids(),
                text.firstOf(),
                sources.encoder().dimension(),
                encoded.vectors());
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

    /** Vectors of a shard; {@code found} of them did not have to be computed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Encoded(float[] vectors, long found) {}

    private Encoded encoded(int shard, Text text) throws InterruptedException {
        ObservedEncoder encoder = sources.encoder();
        long followedBy = input.rows() - text.firstRow() - text.ids().size();
        try {
            ObservedEncoder.Vectors started = encoder.start(text.fresh(), followedBy, EmbeddingShards.fileName(shard));
            executor.atOnce(ShardConcurrency.here(encoder.ahead(), encoder.dimension()));
            float[] vectors = started.await();
            return new Encoded(vectors, started.found());
        } catch (RuntimeException e) {
            executor.encoderHasFailed(e);
            throw e;
        }
    }

    /** Reports what was reused and how the encoder has spent its time. */
    void report() {
        long all = rows.get();
        if (sources.encoder().used()) {
            sources.encoder().report();
            observer.metric("duplicates_saved", saved.get());
            observer.metric("shards_at_once", executor.most());
        }
        if (all > 0) {
            observer.metric("duplicate_share", saved.get() / (double) all);
            sources.encoder().reportCache();
        }
    }
}
