/**
 * Exports the metrics and spans of a run to Prometheus, OpenTelemetry and Micrometer. Exporters are sinks with bounded
 * memory, and the run never waits for them except for a bounded time at its end.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.export.RunMetrics}, the metrics;
 * {@link org.virnuc.telemetry.export.MetricsFile} and {@link org.virnuc.telemetry.export.MetricsEndpoint}, which
 * publish them; {@link org.virnuc.telemetry.export.OtlpExporter}, the spans;
 * {@link org.virnuc.telemetry.export.MicrometerSink}, for a program with its own registry.
 */
@NullMarked
package org.virnuc.telemetry.export;

import org.jspecify.annotations.NullMarked;
