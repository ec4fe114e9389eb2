/**
 * A run as other systems want it: metrics for Prometheus, from a file or an endpoint. Exporters are sinks that buffer what they need in
 * bounded memory and never make the run wait. Read {@link org.virnuc.telemetry.export.RunMetrics} first, then the ways it gets out.
 */
@NullMarked
package org.virnuc.telemetry.export;

import org.jspecify.annotations.NullMarked;
