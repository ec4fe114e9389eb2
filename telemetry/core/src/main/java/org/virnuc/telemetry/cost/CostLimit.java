package org.virnuc.telemetry.cost;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * How much a run may spend.
 *
 * @param local limit while the run uses only local models; null for no limit
 * @param paid limit as soon as the run uses a paid provider; null for no limit
 */
@PublicApi
public record CostLimit(@Nullable BigDecimal local, @Nullable BigDecimal paid) {
    /** Half a unit of the currency for paid providers: enough to see that a pipeline works, too little to regret. */
    public static final CostLimit DEFAULT = new CostLimit(null, new BigDecimal("0.50"));

    /** No limit. */
    public static final CostLimit NONE = new CostLimit(null, null);

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    /** Creates a limit that applies to local models and paid providers alike. */
    public static CostLimit of(BigDecimal amount) {
        return new CostLimit(amount, amount);
    }

    /**
     * Parses an amount, or the word {@code none}.
     *
     * @throws IllegalArgumentException if the text is neither; the message says what was expected
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
