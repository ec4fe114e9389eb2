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
 * An embedding stage on devices that only take time, in virtual time: shards are read and written by one thread, tokenized
 * in parts, planned by {@link BatchPlanner} and taken from {@link BatchQueue} as in a run; what happens next is what is due
 * next.
 */
final class SimulatedStage {
    private static final int TOKENIZED_AT_ONCE = 128;

    private final int[][] shards;
    private final BatchCosts costs;
    private final int devices;
    private final BatchQueue<Shard> queue = new BatchQueue<>();
    private final Deque<Text> texts = new ArrayDeque<>();
    private final Deque<Shard> started = new ArrayDeque<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparing(Event::number));
    private int nextShard;
    private int idleDevices;
    private int idleTokenizers;
    private boolean stageWaits;
    private long numbered;
    private double now;
    private double busy;

    /** @param shards the lengths, in tokens, of the sequences of each */
    SimulatedStage(int[][] shards, BatchCosts costs, int devices) {
        this.shards = shards;
        this.costs = costs;
        this.devices = devices;
        this.idleDevices = devices;
        this.idleTokenizers = costs.tokenizers();
    }

    private record Event(double at, long number, Runnable what) {}

    private record Text(Shard shard, int sequences) {}

    /**
     * How it went.
     *
     * @param seconds until the last shard was written
     * @param busy in batches, all devices together
     */
    record Outcome(double seconds, double busy) {}

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

    Outcome run() {
        startAhead(this::waitForFirst);
        while (!events.isEmpty()) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
        }
        return new Outcome(now, busy);
    }

    private void after(double seconds, Runnable what) {
        events.add(new Event(now + seconds, numbered++, what));
    }

    /** The stage's thread: starts as many shards as are needed, then goes on. */
    private void startAhead(Runnable then) {
        int ahead =
                started.stream().skip(1).mapToInt(s -> shards[s.number].length).sum();
        if (nextShard == shards.length
                || (!started.isEmpty() && ahead >= costs.sizes().ahead(devices))) {
            then.run();
            return;
        }
        Shard shard = new Shard(nextShard++);
        after(costs.read(), () -> {
            start(shard);
            startAhead(then);
        });
    }

    private void waitForFirst() {
        stageWaits = true;
        writeFinished();
    }

    private void writeFinished() {
        Shard first = started.peek();
        if (stageWaits && first != null && first.rowsLeft == 0) {
            stageWaits = false;
            started.remove();
            startAhead(() -> after(costs.write(), () -> startAhead(this::waitForFirst)));
        }
    }

    private void start(Shard shard) {
        started.add(shard);
        int all = shard.textsLeft;
        for (int from = 0; from < all; from += TOKENIZED_AT_ONCE) {
            texts.add(new Text(shard, Math.min(TOKENIZED_AT_ONCE, all - from)));
        }
        giveWork();
    }

    /** Gives work to whoever has none. */
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
        if (costs.tokenizers() == 0 && !texts.isEmpty()) {
            tokenize(texts.remove(), () -> idleDevices++);
            return true;
        }
        BatchQueue.Work<Shard> work = queue.poll();
        if (work == null) {
            return false;
        }
        Batch batch = Objects.requireNonNull(work.batch());
        double seconds = costs.batch(batch.slots());
        busy += seconds;
        after(seconds, () -> {
            work.call().rowsLeft -= batch.size();
            idleDevices++;
            giveWork();
            writeFinished();
        });
        return true;
    }

    private void tokenize(Text text, Runnable done) {
        after(costs.perSequence() * text.sequences(), () -> {
            Shard shard = text.shard();
            shard.textsLeft -= text.sequences();
            if (shard.textsLeft == 0) {
                queue.add(shard, BatchPlanner.plan(shards[shard.number], costs.sizes(), after(shard)));
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
