package org.virnuc.telemetry.dashboard;

import java.util.Locale;

/** Numbers in drawings. */
final class Svg {
    private Svg() {}

    /** Returns a coordinate with one digit after the point. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
