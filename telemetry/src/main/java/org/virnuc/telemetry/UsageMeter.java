package org.virnuc.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a stage uses, and what of it was for nothing. Not safe for several threads by itself. */
final class UsageMeter {
    private final Map<Key, Used> kept = new LinkedHashMap<>();
    private final Map<Key, Used> open = new LinkedHashMap<>();
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
    }

    private static final class Used {
        private CallFigures calls = CallFigures.NONE;
        private long before;
        private final BusyTime busy = new BusyTime();

        void add(ModelCall call, long end) {
            calls = calls.plus(CallFigures.of(call));
            busy.add(end, call.nanos());
        }

        void add(Used other) {
            calls = calls.plus(other.calls);
            before += other.nanos();
        }

        long nanos() {
            return before + busy.nanos();
        }
    }

    void add(ModelCall call, CallUse use, long end) {
        open.computeIfAbsent(new Key(call.model(), call.provider(), call.device(), use), key -> new Used())
                .add(call, end);
    }

    void loaded(double seconds) {
        loadSeconds += seconds;
    }

    /** All results so far are kept, whatever happens. */
    void kept(long now) {
        open.forEach((key, used) -> kept.computeIfAbsent(key, k -> new Used()).add(used));
        open.clear();
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
        open.forEach((key, used) ->
                kept.computeIfAbsent(key.as(use), k -> new Used()).add(used));
        open.clear();
    }

    StageCost report(String id) {
        Map<Key, Used> all = new LinkedHashMap<>();
        for (Map<Key, Used> part : java.util.List.of(kept, open)) {
            part.forEach(
                    (key, used) -> all.computeIfAbsent(key, k -> new Used()).add(used));
        }
        return new StageCost(
                id,
                all.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList(),
                Math.round(loadSeconds * 1e6) / 1e6,
                Timeline.seconds(wasted),
                null);
    }

    private static UsageReport row(Key key, Used used) {
        return new UsageReport(
                key.model, key.provider, key.device, key.use, used.calls, Timeline.seconds(used.nanos()), null);
    }
}
