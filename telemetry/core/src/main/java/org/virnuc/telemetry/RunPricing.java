package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds costs to reports. If pricing throws, the report stays without costs and the problem is recorded as an event. */
final class RunPricing {
    private static final Logger LOG = LoggerFactory.getLogger(RunPricing.class);

    /** Devices and prices of a run; {@code any} is false before they are set. */
    private record Way(Map<String, String> devices, RunPrices prices, boolean any) {}

    private static final Way NONE = new Way(Map.of(), report -> report, false);

    private volatile Way way = NONE;

    void set(Map<String, String> devices, RunPrices prices) {
        way = new Way(new LinkedHashMap<>(devices), prices, true);
    }

    Map<String, String> devices() {
        return way.devices;
    }

    RunReport price(RunReport report) {
        try {
            return way.prices.price(report);
        } catch (RuntimeException e) {
            LOG.warn("the costs of the run could not be computed; its report contains none", e);
            return report;
        }
    }

    /** Returns whether the run has prices. */
    boolean any() {
        return way.any;
    }

    /** Returns a copy of the call with its cost, see {@link RunPrices#cost}. */
    ModelCall price(ModelCall call, long busyNanos) {
        Way now = way;
        try {
            BigDecimal cost = now.prices.cost(call, now.devices.get(call.device()), busyNanos);
            return cost == null ? call : call.toBuilder().cost(cost).took(call.nanos());
        } catch (RuntimeException e) {
            LOG.debug("a call of {} could not be priced", call.model(), e);
            return call;
        }
    }
}
