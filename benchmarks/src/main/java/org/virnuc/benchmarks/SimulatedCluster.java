package org.virnuc.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Executors that compute shards in virtual time, by the rules of Spark's scheduler: a free executor gets the first shard that
 * nobody computes; the driver sends one task after the other; of the tasks that take much longer than the median of the
 * finished ones, a second attempt starts where an executor is free (spark.speculation: once nine tenths are finished, and from
 * one and a half times the median on), and the first that ends counts. Executors are lost at random and replaced; the shard
 * that one of them was computing begins anew elsewhere.
 */
final class SimulatedCluster {
    private static final double QUANTILE = 0.9;
    private static final double MULTIPLIER = 1.5;
    private static final double LOOKS_AGAIN_AFTER = 2;
    private static final double HOUR = 3_600;

    private final Rules rules;
    private final double[] shardSeconds;
    private final Random random;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingDouble(Event::at));
    private final List<List<Attempt>> attempts = new ArrayList<>();
    private final boolean[] done;
    private final double[] took;
    private int finished;
    private double driverFree;
    private double busy;
    private double wasted;
    private int lost;
    private int oldest;
    private double median;
    private int medianOf;

    /**
     * What is assumed of the cluster.
     *
     * @param executors that compute a shard at a time each
     * @param launchSeconds that the driver takes for each task
     * @param lossPerHour share of the executors that is lost in an hour
     * @param replacedSeconds until a lost executor has a successor with loaded models
     * @param stragglers share of the attempts that take several times as long
     * @param slowness how many times as long those take
     */
    record Rules(
            int executors,
            double launchSeconds,
            double lossPerHour,
            double replacedSeconds,
            double stragglers,
            double slowness) {}

    /**
     * What came of it.
     *
     * @param seconds from the first task to the last
     * @param efficiency time that the shards take by themselves, as a share of that of all executors
     * @param wastedShare time of attempts that did not count, as a share of the time of all attempts
     * @param lost executors that were lost
     */
    record Outcome(double seconds, double efficiency, double wastedShare, int lost) {}

    private record Event(double at, Executor executor, int life) {}

    private record Attempt(int shard, double start, double end, Executor executor) {}

    private static final class Executor {
        private double free;
        private double dies;
        private int life;
        private Attempt running = new Attempt(-1, 0, 0, this);
    }

    SimulatedCluster(Rules rules, double[] shardSeconds, long seed) {
        this.rules = rules;
        this.shardSeconds = shardSeconds.clone();
        this.random = new Random(seed);
        this.done = new boolean[shardSeconds.length];
        this.took = new double[shardSeconds.length];
        for (int shard = 0; shard < shardSeconds.length; shard++) {
            waiting.add(shard);
            attempts.add(new ArrayList<>());
        }
    }

    Outcome run() {
        for (int i = 0; i < rules.executors(); i++) {
            Executor executor = new Executor();
            executor.dies = lifetime(0);
            events.add(new Event(0, executor, 0));
        }
        double now = 0;
        while (finished < shardSeconds.length) {
            Event event = events.remove();
            now = event.at();
            Executor executor = event.executor();
            if (event.life() == executor.life) {
                ended(executor, now);
                next(executor, now);
            }
        }
        double useful = Arrays.stream(shardSeconds).sum();
        return new Outcome(now, useful / (rules.executors() * now), wasted / (busy + wasted), lost);
    }

    private void ended(Executor executor, double now) {
        Attempt attempt = executor.running;
        if (attempt.shard() < 0) {
            return;
        }
        executor.running = new Attempt(-1, 0, 0, executor);
        boolean died = now < attempt.end();
        if (died || done[attempt.shard()]) {
            wasted += now - attempt.start();
        } else {
            busy += now - attempt.start();
            done[attempt.shard()] = true;
            took[finished++] = now - attempt.start();
            stopOthers(attempt, now);
        }
        attempts.get(attempt.shard()).remove(attempt);
        if (died) {
            lost++;
            executor.free = now + rules.replacedSeconds();
            executor.dies = lifetime(executor.free);
            if (!done[attempt.shard()] && attempts.get(attempt.shard()).isEmpty()) {
                waiting.addFirst(attempt.shard());
            }
        }
    }

    /** The driver tells the executors that are too late. */
    private void stopOthers(Attempt winner, double now) {
        for (Attempt other : List.copyOf(attempts.get(winner.shard()))) {
            if (!other.equals(winner)) {
                wasted += now - other.start();
                attempts.get(winner.shard()).remove(other);
                Executor executor = other.executor();
                executor.running = new Attempt(-1, 0, 0, executor);
                executor.life++;
                events.add(new Event(now, executor, executor.life));
            }
        }
    }

    private void next(Executor executor, double now) {
        executor.life++;
        if (executor.free > now) { // its successor is not there yet
            events.add(new Event(executor.free, executor, executor.life));
            return;
        }
        int shard = waiting.isEmpty() ? slow(now) : waiting.removeFirst();
        if (shard < 0) {
            if (finished < shardSeconds.length) {
                events.add(new Event(now + LOOKS_AGAIN_AFTER, executor, executor.life)); // it looks again
            }
            return;
        }
        driverFree = Math.max(driverFree, now) + rules.launchSeconds();
        double seconds = shardSeconds[shard] * (random.nextDouble() < rules.stragglers() ? rules.slowness() : 1);
        Attempt attempt = new Attempt(shard, driverFree, driverFree + seconds, executor);
        executor.running = attempt;
        attempts.get(shard).add(attempt);
        events.add(new Event(Math.max(driverFree, Math.min(attempt.end(), executor.dies)), executor, executor.life));
    }

    /** A shard that deserves a second attempt, or -1. */
    private int slow(double now) {
        if (finished < QUANTILE * shardSeconds.length) {
            return -1;
        }
        if (medianOf != finished) {
            double[] sorted = Arrays.copyOf(took, finished);
            Arrays.sort(sorted);
            median = sorted[finished / 2];
            medianOf = finished;
        }
        for (int shard = oldest; shard < attempts.size(); shard++) {
            List<Attempt> running = attempts.get(shard);
            if (done[shard] && shard == oldest) {
                oldest++;
            }
            if (running.size() == 1 && now - running.get(0).start() > MULTIPLIER * median) {
                return shard;
            }
        }
        return -1;
    }

    private double lifetime(double from) {
        return rules.lossPerHour() == 0
                ? Double.POSITIVE_INFINITY
                : from - Math.log(1 - random.nextDouble()) * HOUR / rules.lossPerHour();
    }
}
