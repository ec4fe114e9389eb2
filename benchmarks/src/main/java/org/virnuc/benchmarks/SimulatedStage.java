package org.virnuc.benchmarks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Objects;
import java.util.PriorityQueue;
import org.virnuc.models.engine.BatchPlanner;
import org.virnuc.models.engine.BatchPlanner.Batch;
import org.virnuc.models.engine.BatchQueue;

/**
 * An embedding stage on devices that only take time, in virtual time. As in a run, so many shards are at work as {@link
 * org.virnuc.pipeline.stages.ShardConcurrency} says, each by a thread that reads it, waits for its vectors, hashes and writes it; they are tokenized
 * in parts, planned by {@link BatchPlanner} and taken from {@link BatchQueue}; what happens next is what is due next. The disk takes one
 * shard after the other.
 */
final class SimulatedStage {
    private static final int TOKENIZED_AT_ONCE = 128;

    private final int[][] shards;
    private final BatchCosts costs;
    private final ShardCosts files;
    private final SimulatedHost host;
    private final BatchQueue<Shard> queue = new BatchQueue<>();
    private final Deque<Text> texts = new ArrayDeque<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparing(Event::number));
    private int nextShard;
    private int workers;
    private int idleDevices;
    private int idleTokenizers;
    private double diskFreeAt;
    private long numbered;
    private double now;

    /** @param shards the lengths, in tokens, of the sequences of each */
    SimulatedStage(int[][] shards, BatchCosts costs, ShardCosts files, SimulatedHost host) {
        this.shards = shards;
        this.costs = costs;
        this.files = files;
        this.host = host;
        this.idleDevices = host.devices();
        this.idleTokenizers = host.tokenizers();
    }

    private record Event(double at, long number, Runnable what) {}

    private record Text(Shard shard, int sequences) {}

    private final class Shard {
        final int number;
        int textsLeft;
        int rowsLeft;

        Shard(int number) {
            this.number = number;
            this.textsLeft = shards[number].length;
            this.rowsLeft = textsLeft;
        }
    }

    /** Seconds until the last shard is on disk, with the model loaded. */
    double seconds() {
        workers = 1;
        next();
        while (!events.isEmpty()) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
        }
        return now;
    }

    private void after(double seconds, Runnable what) {
        events.add(new Event(now + seconds, numbered++, what));
    }

    /** A thread takes the next shard, if there is one. */
    private void next() {
        if (nextShard < shards.length) {
            Shard shard = new Shard(nextShard++);
            after(files.read(), () -> start(shard));
        }
    }

    private void start(Shard shard) {
        int all = shard.textsLeft;
        for (int from = 0; from < all; from += TOKENIZED_AT_ONCE) {
            texts.add(new Text(shard, Math.min(TOKENIZED_AT_ONCE, all - from)));
        }
        while (workers < host.shardsAtOnce(files.dimension())) {
            workers++;
            next();
        }
        giveWork();
    }

    private void write() {
        after(files.hash(), () -> {
            diskFreeAt = Math.max(diskFreeAt, now) + files.disk();
            after(diskFreeAt - now + files.force(), this::next);
        });
    }

    /** Gives work to the devices that have none. */
    private void giveWork() {
        while (idleTokenizers > 0 && !texts.isEmpty()) {
            idleTokenizers--;
            tokenize(texts.remove(), () -> idleTokenizers++);
        }
        while (idleDevices > 0 && giveToDevice()) {
            idleDevices--;
        }
    }

    private boolean giveToDevice() {
        if (host.tokenizers() == 0 && !texts.isEmpty()) {
            tokenize(texts.remove(), () -> idleDevices++);
            return true;
        }
        BatchQueue.Work<Shard> work = queue.poll();
        if (work == null) {
            return false;
        }
        Batch batch = Objects.requireNonNull(work.batch());
        after(costs.batch(batch.slots()), () -> {
            Shard shard = work.call();
            shard.rowsLeft -= batch.size();
            if (shard.rowsLeft == 0) {
                write();
            }
            idleDevices++;
            giveWork();
        });
        return true;
    }

    private void tokenize(Text text, Runnable done) {
        after(costs.perSequence() * text.sequences(), () -> {
            Shard shard = text.shard();
            shard.textsLeft -= text.sequences();
            if (shard.textsLeft == 0) {
                queue.add(shard, BatchPlanner.plan(shards[shard.number], host.sizes(), after(shard)));
            }
            done.run();
            giveWork();
        });
    }

    /** Sequences of the shards after this one. */
    private long after(Shard shard) {
        return Arrays.stream(shards, shard.number + 1, shards.length)
                .mapToLong(lengths -> lengths.length)
                .sum();
    }
}
