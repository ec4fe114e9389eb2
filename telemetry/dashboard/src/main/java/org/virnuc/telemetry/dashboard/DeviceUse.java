package org.virnuc.telemetry.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.UsageReport;

/** What the stages of a run used of each device: how much by the report, and when by the trace of calls, if there is one. */
final class DeviceUse {
    /** Largest trace that is read for a page. */
    private static final long LARGEST = 4 << 20;

    private static final ObjectReader LINE = JsonMapper.builder().build().readerFor(JsonNode.class);

    /**
     * What one stage used of one device.
     *
     * @param busySeconds time during which at least one call was running, over the models of the stage
     */
    record Use(StageReport stage, List<UsageReport> usage, double busySeconds) {
        /** Returns the part of the stage during which the device computed, at most 1. */
        double busyShare() {
            return stage.wallSeconds() > 0 ? Math.min(1, busySeconds / stage.wallSeconds()) : 0;
        }
    }

    /** An interval in seconds from the start of the run. */
    record Interval(double from, double to) {}

    private final RunReport report;
    private final Optional<Path> calls;

    DeviceUse(RunReport report, Optional<Path> calls) {
        this.report = report;
        this.calls = calls;
    }

    /** Returns what was used of each device, by stage in their order. */
    Map<String, List<Use>> byDevice() {
        Map<String, List<Use>> devices = new LinkedHashMap<>();
        CostReport costs = report.costs();
        if (costs == null) {
            return devices;
        }
        for (int i = 0; i < Math.min(costs.stages().size(), report.stages().size()); i++) {
            StageReport stage = report.stages().get(i);
            Map<String, List<UsageReport>> used = new LinkedHashMap<>();
            costs.stages().get(i).usage().forEach(one -> used.computeIfAbsent(one.device(), name -> new ArrayList<>())
                    .add(one));
            used.forEach((device, usage) -> devices.computeIfAbsent(device, name -> new ArrayList<>())
                    .add(new Use(
                            stage,
                            usage,
                            usage.stream().mapToDouble(UsageReport::busySeconds).sum())));
        }
        return devices;
    }

    /**
     * Returns when each device computed, as far as the trace says. Intervals with less than {@code gap} seconds between them are
     * one. Empty if there is no trace, or if it is too large for a page.
     */
    Map<String, List<Interval>> busy(double gap) {
        Map<String, NavigableMap<Double, Double>> ends = new LinkedHashMap<>();
        if (calls.isPresent()) {
            try {
                if (Files.size(calls.get()) <= LARGEST) {
                    read(calls.get(), ends);
                }
            } catch (IOException unreadable) {
                return Map.of();
            }
        }
        Map<String, List<Interval>> busy = new LinkedHashMap<>();
        ends.forEach((device, intervals) -> busy.put(device, merged(intervals, gap)));
        return busy;
    }

    private void read(Path trace, Map<String, NavigableMap<Double, Double>> ends) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(trace)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    add(LINE.readTree(line), ends);
                } catch (JsonProcessingException | DateTimeException torn) {
                    // the last line of a run that was killed
                }
            }
        }
    }

    private void add(JsonNode call, Map<String, NavigableMap<Double, Double>> ends) {
        if (!call.path("run_id").asText().equals(report.runId())) {
            return;
        }
        double end = Duration.between(
                                report.startedAt(),
                                Instant.parse(call.path("at").asText()))
                        .toMillis()
                / 1e3;
        double start = Math.max(0, end - call.path("seconds").asDouble());
        ends.computeIfAbsent(call.path("device").asText(), name -> new TreeMap<>())
                .merge(start, end, Math::max);
    }

    private static List<Interval> merged(NavigableMap<Double, Double> ends, double gap) {
        List<Interval> merged = new ArrayList<>();
        double from = -1;
        double to = -1;
        for (Map.Entry<Double, Double> interval : ends.entrySet()) {
            if (from >= 0 && interval.getKey() > to + gap) {
                merged.add(new Interval(from, to));
                from = -1;
            }
            from = from < 0 ? interval.getKey() : from;
            to = Math.max(to, interval.getValue());
        }
        if (from >= 0) {
            merged.add(new Interval(from, to));
        }
        return merged;
    }
}
