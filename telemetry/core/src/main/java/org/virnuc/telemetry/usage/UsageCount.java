package org.virnuc.telemetry.usage;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads one count from a usage object. */
final class UsageCount {
    private UsageCount() {}

    /**
     * Reads a count. A missing field or null is 0, which is what providers mean by it; {@code 5.0} is 5.
     *
     * @throws IllegalArgumentException if the field is not a count
     */
    static long of(JsonNode usage, String field) {
        JsonNode value = usage.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException(field + " is " + value + ", expected a count");
        }
        return value.longValue();
    }
}
