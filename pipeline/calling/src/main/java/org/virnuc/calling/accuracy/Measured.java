package org.virnuc.calling.accuracy;

import java.util.Locale;

/**
 * A figure with the range of 95 % of those that clusters drawn again give.
 *
 * @param value of all items; not a number where it is not defined
 */
public record Measured(double value, double low, double high) {
    /** A figure that is not defined, such as an AUROC of one class. */
    public static final Measured NONE = new Measured(Double.NaN, Double.NaN, Double.NaN);

    /** Whether there is a value. */
    public boolean isDefined() {
        return !Double.isNaN(value);
    }

    /** As in {@code 0.912 (0.88-0.94)}; a dash where it is not defined. */
    public String text() {
        return isDefined() ? String.format(Locale.ROOT, "%.3f (%.2f-%.2f)", value, low, high) : "-";
    }
}
