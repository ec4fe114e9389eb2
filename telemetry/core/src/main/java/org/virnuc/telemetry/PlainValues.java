package org.virnuc.telemetry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of arbitrary types into values that JSON can represent, so that a report that is read back equals the
 * one that was written.
 */
final class PlainValues {
    private PlainValues() {}

    /**
     * Converts whole numbers to {@link Long} and others to {@link Double}. Values that are not finite are left out,
     * because JSON cannot represent them.
     */
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

    /**
     * Keeps numbers, booleans, text and lists of these. Null values are left out, and any other value becomes its
     * {@code toString()}.
     */
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
