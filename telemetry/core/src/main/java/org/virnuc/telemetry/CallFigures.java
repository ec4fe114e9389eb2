package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * Totals over a number of model calls. Each component is the sum of the {@link ModelCall} component of the same
 * meaning.
 *
 * @param count number of calls
 * @param promptTokens tokens read, without padding
 * @param completionTokens tokens generated
 * @param cached prompt tokens that came from the provider's cache
 * @param items inputs in all batches
 * @param paddedTokens token slots computed in addition to the real tokens
 * @param seconds sum of the durations; concurrent calls all count in full
 * @param cost sum over the calls that have a price; null if none has, which is not the same as free
 */
@PublicApi
public record CallFigures(
        long count,
        long promptTokens,
        long completionTokens,
        long cached,
        long items,
        long paddedTokens,
        double seconds,
        @Nullable BigDecimal cost) {

    /** Totals over no calls. */
    public static final CallFigures NONE = new CallFigures(0, 0, 0, 0, 0, 0, 0, null);

    public CallFigures {
        Checks.notNegative(count, "calls.count");
        Checks.notNegative(promptTokens, "calls.prompt_tokens");
        Checks.notNegative(completionTokens, "calls.completion_tokens");
        Checks.notNegative(cached, "calls.cached");
        Checks.notNegative(items, "calls.items");
        Checks.notNegative(paddedTokens, "calls.padded_tokens");
        Checks.seconds(seconds, "calls.seconds");
        Checks.notNegative(cost, "calls.cost");
    }

    /** Totals over a single call. */
    public static CallFigures of(ModelCall call) {
        return new CallFigures(
                1,
                call.promptTokens(),
                call.completionTokens(),
                call.cachedTokens(),
                call.items(),
                call.paddedTokens(),
                Timeline.seconds(call.nanos()),
                call.cost());
    }

    CallFigures plus(CallFigures other) {
        return new CallFigures(
                count + other.count,
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens,
                cached + other.cached,
                items + other.items,
                paddedTokens + other.paddedTokens,
                Math.round((seconds + other.seconds) * 1e6) / 1e6,
                plus(cost, other.cost));
    }

    /** Returns a copy with another cost. */
    public CallFigures withCost(@Nullable BigDecimal other) {
        return new CallFigures(count, promptTokens, completionTokens, cached, items, paddedTokens, seconds, other);
    }

    /** Adds two amounts, either of which may be unknown. The sum is null only if both are. */
    static @Nullable BigDecimal plus(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.add(other);
    }

    /** Returns the number of prompt and completion tokens. */
    public long tokens() {
        return promptTokens + completionTokens;
    }

    /** Returns padding as a share of all token slots computed, from 0 to 1; null if no slots were computed. */
    public @Nullable Double paddingShare() {
        long slots = tokens() + paddedTokens;
        return slots == 0 ? null : (Double) (Math.round(1e6 * paddedTokens / slots) / 1e6);
    }
}
