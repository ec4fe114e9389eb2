package org.virnuc.telemetry;

import java.util.Map;

/**
 * What a finished stage took in and gave out.
 *
 * @param itemsIn items the stage read, in its own unit
 * @param itemsOut items it made durable
 * @param metrics further numbers; they win over those of {@link StageSpan#metric}, and a value that is not finite is left out
 */
public record StageFigures(long itemsIn, long itemsOut, Map<String, Number> metrics) {
    public StageFigures {
        Checks.notNegative(itemsIn, "items_in");
        Checks.notNegative(itemsOut, "items_out");
        metrics = PlainValues.figures(metrics, "metrics");
    }

    /** Figures without further metrics. */
    public static StageFigures of(long itemsIn, long itemsOut) {
        return new StageFigures(itemsIn, itemsOut, Map.of());
    }
}
