package org.virnuc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.UsageException;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.TelemetryClock;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.export.MetricsEndpoint;
import org.virnuc.telemetry.export.MetricsFile;
import org.virnuc.telemetry.export.OtlpExporter;
import org.virnuc.telemetry.export.OtlpTarget;
import org.virnuc.telemetry.export.RunMetrics;

/** The telemetry exporters of one run, open until it ends. */
final class Exports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);

    private final List<TelemetrySink> sinks = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private boolean lost;

    private Exports() {}

    /** Opens an exporter for each given target. */
    static Exports open(@Nullable Path metricsFile, @Nullable Integer metricsPort, Optional<OtlpTarget> collector) {
        Exports exports = new Exports();
        if (metricsFile != null || metricsPort != null) {
            RunMetrics metrics = new RunMetrics(TelemetryClock.system());
            exports.sinks.add(metrics);
            if (metricsPort != null) {
                exports.endpoint(metricsPort, metrics);
            }
            if (metricsFile != null) {
                exports.open.push(MetricsFile.open(metricsFile, metrics, MetricsFile.EVERY));
            }
        }
        collector.ifPresent(target -> {
            OtlpExporter exporter = OtlpExporter.open(target, OtlpExporter.BUDGET);
            exports.sinks.add(exporter);
            exports.open.push(exporter);
        });
        return exports;
    }

    /** The consumers of the run's events: those of {@code others} first, then the exporters. */
    List<TelemetrySink> with(TelemetrySink... others) {
        List<TelemetrySink> all = new ArrayList<>(List.of(others));
        all.addAll(sinks);
        return all;
    }

    private void endpoint(int port, RunMetrics metrics) {
        try {
            MetricsEndpoint endpoint = MetricsEndpoint.open(port, metrics);
            open.push(endpoint);
            LOG.info("metrics at {}", endpoint.uri());
        } catch (IOException e) {
            throw new UsageException(
                    "--metrics-port " + port + " cannot be had (" + Reason.of(e)
                            + "); give another, or 0 for any free one",
                    e);
        }
    }

    /** Whether a requested file could not be written. Known after closing. */
    boolean lost() {
        return lost;
    }

    /** Writes the remaining data. An exporter's exception is logged and does not change the run's outcome. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                AutoCloseable exporter = open.pop();
                exporter.close();
                if (exporter instanceof MetricsFile metrics && metrics.isLost()) {
                    LOG.warn(
                            "the metrics of this run could not be written, so the exit code is 1; its results are complete");
                    lost = true;
                }
            } catch (Exception e) {
                LOG.warn("an exporter could not be closed", e);
            }
        }
    }
}
