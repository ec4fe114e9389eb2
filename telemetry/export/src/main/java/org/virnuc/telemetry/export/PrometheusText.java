package org.virnuc.telemetry.export;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes metrics in Prometheus' text exposition format, version 0.0.4: for each metric its help and type, then its
 * samples.
 */
final class PrometheusText {
    /** Content type of an HTTP response with this text. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private @Nullable RunMetric metric;

    /** Starts a metric by writing its help and type. */
    PrometheusText begin(RunMetric next) {
        metric = next;
        String name = next.prometheus();
        text.append("# HELP ").append(name).append(' ').append(next.help()).append('\n');
        text.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(next.kind().word())
                .append('\n');
        return this;
    }

    /** Writes a sample of the current metric. {@code labels} are the values of its labels, in order. */
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

    private PrometheusText sample(String value, String... labels) {
        RunMetric begun = Objects.requireNonNull(metric, "a metric begins before its samples");
        List<String> names = begun.labels();
        if (labels.length != names.size()) {
            throw new IllegalArgumentException(
                    begun.prometheus() + " has the labels " + names + ", given " + labels.length + " values");
        }
        text.append(begun.prometheus());
        for (int i = 0; i < labels.length; i++) {
            text.append(i == 0 ? '{' : ',').append(names.get(i)).append("=\"");
            text.append(labels[i].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                    .append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
        return this;
    }
}
