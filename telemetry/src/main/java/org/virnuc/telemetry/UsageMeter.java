package org.virnuc.telemetry;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a stage uses, and what of it was for nothing. Not safe for several threads by itself. */
final class UsageMeter {
    private final Map<Key, Used> kept = new LinkedHashMap<>();
    private final Map<Key, Used> open = new LinkedHashMap<>();
    /** Of those open; most calls are like the one before. */
    private @Nullable Used last;

    private long keptAt;
    private long wasted;
    private double loadSeconds;

    /** A stage that begins at {@code start} nanoseconds of the run. */
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
        private final BusyTime busy = new BusyTime();
        private String precision = "";
        private long before;

        Used(Key key) {
            this.key = key;
        }

        void add(ModelCall call, long end) {
            if (!precision.equals(call.precision())) {
                precision = call.precision();
                precisions.add(precision);
            }
            calls.add(call);
            busy.add(end, call.nanos());
        }

        void add(Used other) {
            precisions.addAll(other.precisions);
            calls.add(other.calls);
            before += other.nanos();
        }

        long nanos() {
            return before + busy.nanos();
        }

        ModelFigures figures() {
            return new ModelFigures(
                    List.of(key.provider), List.of(key.device), List.copyOf(precisions), calls.figures());
        }

        UsageReport report() {
            return new UsageReport(
                    key.model, key.provider, key.device, key.use, calls.figures(), Timeline.seconds(nanos()), null);
        }
    }

    void add(ModelCall call, CallUse use, long end) {
        Used used = last;
        if (used == null || !used.key.fits(call, use)) {
            used = open.computeIfAbsent(new Key(call.model(), call.provider(), call.device(), use), Used::new);
            last = used;
        }
        used.add(call, end);
    }

    void loaded(double seconds) {
        loadSeconds += seconds;
    }

    /** All results so far are kept, whatever happens. */
    void kept(long now) {
        open.values().forEach(used -> into(kept, used.key, used));
        closeOpen();
        keptAt = now;
    }

    void end(boolean done, long now) {
        if (!done) {
            lose(CallUse.WASTED);
            wasted = Math.max(0, now - keptAt);
        }
        kept(now);
    }

    /** What is not kept has to be done again. */
    void restart() {
        lose(CallUse.RETRIED);
    }

    private void lose(CallUse use) {
        open.values().forEach(used -> into(kept, used.key.as(use), used));
        closeOpen();
    }

    private void closeOpen() {
        open.clear();
        last = null;
    }

    private static void into(Map<Key, Used> sums, Key key, Used used) {
        sums.computeIfAbsent(key, Used::new).add(used);
    }

    StageCost report(String id) {
        Map<Key, Used> all = new LinkedHashMap<>();
        kept.values().forEach(used -> into(all, used.key, used));
        open.values().forEach(used -> into(all, used.key, used));
        return new StageCost(
                id,
                all.values().stream().map(Used::report).toList(),
                Math.round(loadSeconds * 1e6) / 1e6,
                Timeline.seconds(wasted),
                null);
    }

    /** The calls by model, in the order first seen. */
    Map<String, ModelFigures> models() {
        Map<String, ModelFigures> models = new LinkedHashMap<>();
        kept.values().forEach(used -> models.merge(used.key.model, used.figures(), ModelFigures::plus));
        open.values().forEach(used -> models.merge(used.key.model, used.figures(), ModelFigures::plus));
        return models;
    }
}
