package org.virnuc.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.telemetry.export.OtlpTarget;
import org.virnuc.telemetry.redact.Redactor;
import picocli.CommandLine.Option;

/** Options about exporting a run's telemetry. Nothing is exported by default. */
@Section.Of(Section.TELEMETRY)
final class ExportOptions {
    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--metrics-file",
            paramLabel = "FILE",
            description = "Prometheus metrics of the run, for node_exporter's textfile collector (name it *.prom).")
    private @Nullable Path metricsFile;

    @Option(
            names = "--metrics-port",
            paramLabel = "N",
            description = "Answer Prometheus at http://127.0.0.1:N/metrics while the run goes on; 0 for any free port.")
    private @Nullable Integer metricsPort;

    @Option(
            names = "--otlp-endpoint",
            paramLabel = "URL",
            description = "Send spans to an OpenTelemetry collector, such as http://localhost:4318"
                    + " (default: OTEL_EXPORTER_OTLP_ENDPOINT, else nowhere).")
    private @Nullable String otlpEndpoint;

    /** Adds the metrics file, which is written. */
    void addTo(NamedFiles files) {
        Optional.ofNullable(metricsFile)
                .ifPresent(
                        file -> files.writesApart("the file of --metrics-file", file, "give another --metrics-file"));
    }

    /**
     * Opens the requested exporters.
     *
     * @throws UsageException if one cannot be opened
     */
    Exports open() {
        Path file = metricsFile;
        if (file != null) {
            Path folder = file.toAbsolutePath().getParent();
            if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw new UsageException("--metrics-file " + file
                        + " cannot be written; name a file in a folder that is there and that you can write to");
            }
        }
        Integer port = metricsPort;
        if (port != null && (port < 0 || port > HIGHEST_PORT)) {
            throw new UsageException("--metrics-port " + port + " is not a port; give a number from 0 to 65535");
        }
        return Exports.open(file, port, collector());
    }

    private Optional<OtlpTarget> collector() {
        try {
            Redactor redactor = RedactedLayout.redactor();
            return OtlpTarget.find(otlpEndpoint, System.getenv())
                    .map(target -> redactor.on() ? target.redacted(redactor) : target);
        } catch (IllegalArgumentException e) {
            String given = otlpEndpoint == null ? "the OTEL_ variables of the environment" : "--otlp-endpoint";
            throw new UsageException(
                    given + ": " + e.getMessage() + "; give an address such as http://localhost:4318", e);
        }
    }
}
