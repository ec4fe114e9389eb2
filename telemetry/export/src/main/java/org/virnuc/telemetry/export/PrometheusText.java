package org.virnuc.telemetry.export;

import java.math.BigDecimal;

/** Writes Prometheus' text format, version 0.0.4: each metric with its help and type, then its samples. */
final class PrometheusText {
    /** What an HTTP response with this text is. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private String metric = "";

    /** Begins a metric that only grows. */
    PrometheusText counter(String name, String help) {
        return begin(name, help, "counter");
    }

    /** Begins a metric that goes up and down. */
    PrometheusText gauge(String name, String help) {
        return begin(name, help, "gauge");
    }

    /** A value of the metric begun last; {@code labels} are names and values in turn. */
    PrometheusText sample(long value, String... labels) {
        return sample(Long.toString(value), labels);
    }

    PrometheusText sample(double value, String... labels) {
        return sample(Double.toString(value), labels);
    }

    PrometheusText sample(BigDecimal value, String... labels) {
        return sample(value.toPlainString(), labels);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private PrometheusText begin(String name, String help, String type) {
        metric = name;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    private PrometheusText sample(String value, String... labels) {
        text.append(metric);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            text.append(labels[i + 1]
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n"))
                    .append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }
}
