package org.virnuc.pipeline.cascade;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * What is asked of a cascade.
 *
 * @param agreement the share of scored chunks that shall have the label which the big model alone would give them, 0.5 to 1
 * @param rule whose lead decides about a chunk
 */
public record CascadeOptions(BigDecimal agreement, LeadRule rule) {
    public static final String DEFAULT_AGREEMENT = "0.995";

    /** As people write a share; 1e-900000000 would be as many digits. */
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
     * Reads the words of the command line.
     *
     * @throws IllegalArgumentException naming what cannot be read
     */
    public static CascadeOptions parse(String agreement, String rule) {
        LeadRule parsed = LeadRule.of(rule);
        if (!DECIMAL.matcher(agreement).matches()) {
            throw new IllegalArgumentException(
                    "`agreement` " + agreement + " is not a number; give a share such as " + DEFAULT_AGREEMENT);
        }
        return new CascadeOptions(new BigDecimal(agreement), parsed);
    }

    /** The share of chunks that may have another label. */
    public double mayDiffer() {
        return BigDecimal.ONE.subtract(agreement).doubleValue();
    }
}
