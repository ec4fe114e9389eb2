package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Adds up model calls without allocating an object for each call. Not thread-safe. */
final class CallSum {
    private long count;
    private long promptTokens;
    private long completionTokens;
    private long cached;
    private long items;
    private long paddedTokens;
    private long nanos;
    private @Nullable BigDecimal cost;

    void add(ModelCall call) {
        count++;
        promptTokens += call.promptTokens();
        completionTokens += call.completionTokens();
        cached += call.cachedTokens();
        items += call.items();
        paddedTokens += call.paddedTokens();
        nanos += call.nanos();
        cost = CallFigures.plus(cost, call.cost());
    }

    void add(CallSum other) {
        count += other.count;
        promptTokens += other.promptTokens;
        completionTokens += other.completionTokens;
        cached += other.cached;
        items += other.items;
        paddedTokens += other.paddedTokens;
        nanos += other.nanos;
        cost = CallFigures.plus(cost, other.cost);
    }

    /** Returns the totals so far. */
    CallFigures figures() {
        return new CallFigures(
                count, promptTokens, completionTokens, cached, items, paddedTokens, Timeline.seconds(nanos), cost);
    }
}
