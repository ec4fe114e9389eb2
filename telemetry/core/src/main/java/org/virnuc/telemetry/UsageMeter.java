package org.virnuc.telemetry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up what a stage uses, and separates what was wasted or repeated. Not thread-safe. */
final class UsageMeter {
    private final Map<Key, Used> kept = new LinkedHashMap<>();

    /** Usage that is not durable yet, by the part of the output it belongs to. */
    private final Map<String, Map<Key, Used>> open = new LinkedHashMap<>();

    /** Covered time over all parts, so that concurrent calls for two parts cover a second only once. */
    private final Map<Key, BusyTime> busy = new HashMap<>();

    /** The entry that the last call was added to; most calls go to the same entry as the one before. */
    private @Nullable Used last;

    private String lastPart = "";

    private long keptAt;
    private long wasted;
    private double loadSeconds;

    /** Creates the meter of a stage that starts at {@code start} nanoseconds of the run. */
    UsageMeter(long start) {
        keptAt = start;
    }

    private record Key(String model, String provider, String device, CallUse use) {
        Key as(CallUse other) {
            return new Key(model, provider, device, other);
        }

        boolean fits(ModelCall call, CallUse of) {
            return use == of
                    && device.equals(call.device())
                    && model.equals(call.model())
                    && provider.equals(call.provider());
        }
    }

    private static final class Used {
        private final Key key;
        private final Set<String> precisions = new LinkedHashSet<>();
        private final CallSum calls = new CallSum();
        private final BusyTime covered;
        private String precision = "";
        private long nanos;

        /** Creates an entry. {@code covered} is the time covered by all calls with this key. */
        Used(Key key, BusyTime covered) {
            this.key = key;
            this.covered = covered;
        }

        /** Creates an entry to which others are added. */
        Used(Key key) {
            this(key, new BusyTime());
        }

        long add(ModelCall call, long end) {
            if (!precision.equals(call.precision())) {
                precision = call.precision();
                precisions.add(precision);
            }
            calls.add(call);
            long before = covered.nanos();
            covered.add(end, call.nanos());
            long added = covered.nanos() - before;
            nanos += added;
            return added;
        }

        void add(Used other) {
            precisions.addAll(other.precisions);
            calls.add(other.calls);
            nanos += other.nanos;
        }

        ModelFigures figures() {
            return new ModelFigures(
                    List.of(key.provider), List.of(key.device), List.copyOf(precisions), calls.figures());
        }

        UsageReport report() {
            return new UsageReport(
                    key.model, key.provider, key.device, key.use, calls.figures(), Timeline.seconds(nanos), null);
        }
    }

    /** Adds a call, and returns by how many nanoseconds it lengthened the time in which the device was busy with its model. */
    long add(ModelCall call, CallUse use, String part, long end) {
        Used used = last;
        if (used == null || !lastPart.equals(part) || !used.key.fits(call, use)) {
            used = open.computeIfAbsent(part, p -> new LinkedHashMap<>())
                    .computeIfAbsent(
                            new Key(call.model(), call.provider(), call.device(), use),
                            key -> new Used(key, busy.computeIfAbsent(key, k -> new BusyTime())));
            last = used;
            lastPart = part;
        }
        return used.add(call, end);
    }

    void loaded(double seconds) {
        loadSeconds += seconds;
    }

    /** Marks all results so far as durable. */
    void markDurable(long now) {
        moveOpen(null);
        keptAt = now;
    }

    /** Marks the results of a part as durable, together with those of no particular part. */
    void markDurable(String part, long now) {
        move(part, null);
        move("", null);
        keptAt = now;
    }

    void end(boolean done, long now) {
        if (!done) {
            moveOpen(CallUse.WASTED);
            wasted = Math.max(0, now - keptAt);
        }
        markDurable(now);
    }

    /** Marks the calls behind results that are not durable as repeated. */
    void restart() {
        moveOpen(CallUse.RETRIED);
    }

    private void moveOpen(@Nullable CallUse as) {
        List.copyOf(open.keySet()).forEach(part -> move(part, as));
    }

    private void move(String part, @Nullable CallUse as) {
        Map<Key, Used> moved = open.remove(part);
        if (moved != null) {
            moved.values().forEach(used -> into(kept, as == null ? used.key : used.key.as(as), used));
        }
        last = null;
    }

    private static void into(Map<Key, Used> sums, Key key, Used used) {
        sums.computeIfAbsent(key, Used::new).add(used);
    }

    StageCost report(String id) {
        Map<Key, Used> all = new LinkedHashMap<>();
        kept.values().forEach(used -> into(all, used.key, used));
        open.values().forEach(part -> part.values().forEach(used -> into(all, used.key, used)));
        return new StageCost(
                id,
                all.values().stream().map(Used::report).toList(),
                Math.round(loadSeconds * 1e6) / 1e6,
                Timeline.seconds(wasted),
                null);
    }

    /** Returns the totals by model, in order of first use. */
    Map<String, ModelFigures> models() {
        Map<String, ModelFigures> models = new LinkedHashMap<>();
        kept.values().forEach(used -> models.merge(used.key.model, used.figures(), ModelFigures::plus));
        open.values().forEach(part -> part.values()
                .forEach(used -> models.merge(used.key.model, used.figures(), ModelFigures::plus)));
        return models;
    }
}
