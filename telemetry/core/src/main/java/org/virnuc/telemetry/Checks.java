package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks on the components of the records in this package. Error messages call a component by its name in the JSON
 * report.
 */
final class Checks {
    /** Written out, a number such as 1e999999999 would fill the memory. */
    private static final int MOST_DIGITS = 100;

    private Checks() {}

    static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    static String text(@Nullable String value, String field) {
        String text = present(value, field);
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " is blank");
        }
        return text;
    }

    static void notNegative(long value, String field) {
        if (value < 0) {
            throw new IllegalArgumentException(field + " is " + value + ", expected 0 or more");
        }
    }

    static void notNegative(@Nullable Long value, String field) {
        if (value != null) {
            notNegative(value.longValue(), field);
        }
    }

    static void notNegative(@Nullable BigDecimal value, String field) {
        if (value == null) {
            return;
        }
        if (Math.abs(value.scale()) > MOST_DIGITS || value.precision() > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    field + " is no amount of money: it has more than " + MOST_DIGITS + " digits");
        }
        if (value.signum() < 0) {
            throw new IllegalArgumentException(field + " is " + value.toPlainString() + ", expected 0 or more");
        }
    }

    static void seconds(@Nullable Double value, String field) {
        if (value != null && !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(field + " is " + value + ", expected 0 or more seconds");
        }
    }

    /** Returns an unmodifiable copy that keeps the iteration order of {@code map}. */
    static <V> Map<String, V> ordered(@Nullable Map<String, V> map, String field) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(present(map, field)));
    }
}
