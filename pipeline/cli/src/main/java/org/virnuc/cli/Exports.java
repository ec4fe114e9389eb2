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
import org.virnuc.telemetry.TelemetryClock;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.export.MetricsEndpoint;
import org.virnuc.telemetry.export.MetricsFile;
import org.virnuc.telemetry.export.OtlpExporter;
import org.virnuc.telemetry.export.OtlpTarget;
import org.virnuc.telemetry.export.RunMetrics;

/** The exporters of one run, open until it has ended. */
final class Exports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);

    private final List<TelemetrySink> sinks = new ArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private boolean lost;

    private Exports() {}

    /** Opens an exporter for each place that is given. */
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

    /** What wants to be told of the run's events: the exporters, and those of {@code others} before them. */
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
                    "--metrics-port " + port + " cannot be had (" + e.getMessage()
                            + "); give another, or 0 for any free one",
                    e);
        }
    }

    /** Whether a file that was asked for could not be written; known once closed. */
    boolean lost() {
        return lost;
    }

    /** Writes what is left to write; what an exporter throws is logged and does not change how the run ended. */
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
