package org.virnuc.pipeline.cascade;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.virnuc.files.PublicApi;

/**
 * Options of a cascade of two models.
 *
 * @param agreement the required share of scored chunks with the label that the big model alone would give, 0.5 to 1
 * @param rule whose lead decides about a chunk
 */
@PublicApi
public record CascadeOptions(BigDecimal agreement, LeadRule rule) {
    public static final String DEFAULT_AGREEMENT = "0.995";

    /** A decimal number of limited length; 1e-900000000 would expand to as many digits. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:[0-9]{1,20}(?:\\.[0-9]{0,20})?|\\.[0-9]{1,20})");

    private static final BigDecimal LEAST = new BigDecimal("0.5");

    public CascadeOptions {
        agreement = agreement.stripTrailingZeros();
        if (agreement.compareTo(LEAST) < 0 || agreement.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("`agreement` " + agreement.toPlainString()
                    + " is not a share from 0.5 to 1; give the share of chunks that shall have the label of a full run, such as "
                    + DEFAULT_AGREEMENT);
        }
    }

    /**
     * Parses agreement and rule.
     *
     * @throws IllegalArgumentException naming the value that cannot be parsed
     */
    public static CascadeOptions parse(String agreement, String rule) {
        LeadRule parsed = LeadRule.of(rule);
        if (!DECIMAL.matcher(agreement).matches()) {
            throw new IllegalArgumentException(
                    "`agreement` " + agreement + " is not a number; give a share such as " + DEFAULT_AGREEMENT);
        }
        return new CascadeOptions(new BigDecimal(agreement), parsed);
    }

    /** The share of chunks that may have a different label. */
    public double mayDiffer() {
        return BigDecimal.ONE.subtract(agreement).doubleValue();
    }
}
