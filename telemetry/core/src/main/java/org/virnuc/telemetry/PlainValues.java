package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reduces open-ended values to those JSON can hold, so that a report read back equals the one written. */
final class PlainValues {
    private PlainValues() {}

    /** Whole numbers as {@link Long}, others as {@link Double}; a value that is not finite is left out, JSON has none. */
    static Map<String, Number> figures(@Nullable Map<String, ? extends Number> map, String field) {
        Map<String, Number> plain = new LinkedHashMap<>();
        Checks.present(map, field).forEach((name, value) -> {
            Number number = figure(value);
            if (number != null) {
                plain.put(name, number);
            }
        });
        return Collections.unmodifiableMap(plain);
    }

    /** Numbers, booleans, text and lists of those; null values are left out, anything else becomes its text. */
    static Map<String, Object> details(@Nullable Map<String, ? extends @Nullable Object> map, String field) {
        Map<String, Object> plain = new LinkedHashMap<>();
        Checks.present(map, field).forEach((name, value) -> {
            Object detail = value == null ? null : detail(value);
            if (detail != null) {
                plain.put(name, detail);
            }
        });
        return Collections.unmodifiableMap(plain);
    }

    private static @Nullable Object detail(Object value) {
        if (value instanceof Number number) {
            return figure(number);
        }
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            for (Object element : list) {
                Object detail = element == null ? null : detail(element);
                if (detail != null) {
                    plain.add(detail);
                }
            }
            return Collections.unmodifiableList(plain);
        }
        return value.toString();
    }

    private static @Nullable Number figure(@Nullable Number value) {
        if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof AtomicLong
                || value instanceof AtomicInteger) {
            return value.longValue();
        }
        return value != null && Double.isFinite(value.doubleValue()) ? (Number) value.doubleValue() : null;
    }
}
