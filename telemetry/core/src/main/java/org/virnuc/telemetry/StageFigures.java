package org.virnuc.telemetry;

import java.util.Map;
import org.virnuc.files.PublicApi;

/**
 * Input and output counts of a finished stage.
 *
 * @param itemsIn items that the stage read, in its own unit
 * @param itemsOut items that the stage wrote durably
 * @param metrics further numbers; they override values set with {@link StageSpan#metric}, and values that are not
 *     finite are left out
 */
@PublicApi
public record StageFigures(long itemsIn, long itemsOut, Map<String, Number> metrics) {
    public StageFigures {
        Checks.notNegative(itemsIn, "items_in");
        Checks.notNegative(itemsOut, "items_out");
        metrics = PlainValues.figures(metrics, "metrics");
    }

    /** Creates figures without further metrics. */
    public static StageFigures of(long itemsIn, long itemsOut) {
        return new StageFigures(itemsIn, itemsOut, Map.of());
    }
}
