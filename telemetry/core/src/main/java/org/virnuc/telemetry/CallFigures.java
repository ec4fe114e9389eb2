package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The sum of model calls; the fields are those of {@link ModelCall}.
 *
 * @param count calls
 * @param cached prompt tokens that the provider had cached
 * @param seconds summed over calls, so that calls side by side count each
 * @param cost sum of the priced calls; null where no call was priced, which is not the same as free
 */
public record CallFigures(
        long count,
        long promptTokens,
        long completionTokens,
        long cached,
        long items,
        long paddedTokens,
        double seconds,
        @Nullable BigDecimal cost) {

    /** No calls. */
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

    /** One call. */
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

    /** The same calls at another cost. */
    public CallFigures withCost(@Nullable BigDecimal other) {
        return new CallFigures(count, promptTokens, completionTokens, cached, items, paddedTokens, seconds, other);
    }

    /** The sum of what is known; null where neither is. */
    static @Nullable BigDecimal plus(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.add(other);
    }

    /** Prompt and completion tokens. */
    public long tokens() {
        return promptTokens + completionTokens;
    }

    /** Padding as a share of all token slots computed; null where none were. */
    public @Nullable Double paddingShare() {
        long slots = tokens() + paddedTokens;
        return slots == 0 ? null : (Double) (Math.round(1e6 * paddedTokens / slots) / 1e6);
    }
}
