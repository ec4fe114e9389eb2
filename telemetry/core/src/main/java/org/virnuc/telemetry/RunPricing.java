package org.virnuc.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds costs to reports. If pricing throws, the report stays without costs and the problem is recorded as an event. */
final class RunPricing {
    private static final Logger LOG = LoggerFactory.getLogger(RunPricing.class);

    private record Way(Map<String, String> devices, UnaryOperator<RunReport> prices) {}

    private volatile Way way = new Way(Map.of(), report -> report);

    void set(Map<String, String> devices, UnaryOperator<RunReport> prices) {
        way = new Way(new LinkedHashMap<>(devices), prices);
    }

    Map<String, String> devices() {
        return way.devices;
    }

    RunReport price(RunReport report) {
        try {
            return way.prices.apply(report);
        } catch (RuntimeException e) {
            LOG.warn("the costs of the run could not be computed; its report contains none", e);
            return report;
        }
    }
}
