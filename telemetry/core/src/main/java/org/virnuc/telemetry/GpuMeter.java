package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the GPUs of a run every second, on a thread of its own, and adds up what it sees. A look takes some
 * microseconds; a probe that fails counts as one that knows nothing. Thread-safe.
 */
public final class GpuMeter implements AutoCloseable {
    private static final long EVERY_MILLIS = 1000;
    private static final double NANOS = 1e9;

    private final List<Device> devices = new ArrayList<>();
    private final Function<String, GpuSample> probe;
    private final TelemetryClock clock;
    private final Thread thread;

    GpuMeter(Map<String, String> types, Function<String, GpuSample> probe, TelemetryClock clock) {
        types.forEach((name, type) -> devices.add(new Device(name, type)));
        this.probe = probe;
        this.clock = clock;
        this.thread = new Thread(this::watch, "virnuc-gpu-meter");
        thread.setDaemon(true);
    }

    /**
     * Starts to look at GPUs.
     *
     * @param types the type of each device, by the device's name in the run
     * @param probe looks at a device, from any thread
     */
    public static GpuMeter start(Map<String, String> types, Function<String, GpuSample> probe) {
        GpuMeter meter = new GpuMeter(types, probe, TelemetryClock.system());
        meter.sample();
        meter.thread.start();
        return meter;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(EVERY_MILLIS);
                sample();
            }
        } catch (InterruptedException e) {
            return; // closed
        }
    }

    /** Looks at every device once. */
    synchronized void sample() {
        long now = clock.nanoTime();
        for (Device device : devices) {
            GpuSample sample;
            try {
                sample = probe.apply(device.name);
            } catch (RuntimeException e) {
                sample = GpuSample.UNKNOWN;
            }
            device.add(sample, now);
        }
    }

    /** Looks once more, and returns the figures of each device so far. */
    public synchronized List<GpuFigures> figures() {
        sample();
        return devices.stream().map(Device::figures).toList();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private static final class Device {
        private final String name;
        private final String type;
        private final Mean utilization = new Mean();
        private final Mean throttled = new Mean();
        private final Mean watts = new Mean();
        private long samples;
        private @Nullable Long memory;
        private @Nullable Double wattsPeak;
        private @Nullable Double celsius;
        private @Nullable Double firstJoules;
        private @Nullable Double lastJoules;
        private @Nullable Double wattsBefore;
        private double integrated;
        private long before;

        Device(String name, String type) {
            this.name = name;
            this.type = type;
        }

        void add(GpuSample sample, long now) {
            samples++;
            utilization.add(sample.utilization());
            throttled.add(sample.throttled() == null ? null : sample.throttled() ? 1.0 : 0.0);
            watts.add(sample.watts());
            wattsPeak = larger(wattsPeak, sample.watts());
            celsius = larger(celsius, sample.celsius());
            Long used = sample.memoryBytes();
            if (used != null && (memory == null || used > memory)) {
                memory = used;
            }
            if (sample.joules() != null) {
                firstJoules = firstJoules == null ? sample.joules() : firstJoules;
                lastJoules = sample.joules();
            }
            Double power = sample.watts();
            if (power != null && wattsBefore != null) {
                integrated += (power + wattsBefore) / 2 * (now - before) / NANOS;
            }
            wattsBefore = power;
            before = now;
        }

        GpuFigures figures() {
            return new GpuFigures(
                    name,
                    type,
                    samples,
                    utilization.value(),
                    memory,
                    watts.value(),
                    wattsPeak,
                    joules(),
                    celsius,
                    throttled.value());
        }

        private @Nullable Double joules() {
            if (firstJoules != null && lastJoules != null) {
                return rounded(Math.max(0, lastJoules - firstJoules));
            }
            return watts.value() == null ? null : rounded(integrated);
        }

        private static @Nullable Double larger(@Nullable Double one, @Nullable Double other) {
            return one == null ? other : other == null ? one : Double.valueOf(Math.max(one, other));
        }
    }

    private static final class Mean {
        private double sum;
        private long count;

        void add(@Nullable Double value) {
            if (value != null) {
                sum += value;
                count++;
            }
        }

        @Nullable Double value() {
            return count == 0 ? null : rounded(sum / count);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}
