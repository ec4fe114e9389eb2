package org.virnuc.telemetry.cost;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much a run may spend.
 *
 * @param local the limit while only local models are used; null for none
 * @param paid the limit once a paid provider is used; null for none
 */
public record CostLimit(@Nullable BigDecimal local, @Nullable BigDecimal paid) {
    /** Half a unit of the currency for paid providers: enough to see that something works, too little to regret. */
    public static final CostLimit DEFAULT = new CostLimit(null, new BigDecimal("0.50"));

    /** No limit at all. */
    public static final CostLimit NONE = new CostLimit(null, null);

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    /** A limit for whatever the run uses. */
    public static CostLimit of(BigDecimal amount) {
        return new CostLimit(amount, amount);
    }

    /**
     * Reads an amount, or {@code none}.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static CostLimit parse(String text) {
        if (text.equals("none")) {
            return NONE;
        }
        if (!AMOUNT.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is neither an amount such as 2.50 nor none");
        }
        return of(new BigDecimal(text));
    }
}
