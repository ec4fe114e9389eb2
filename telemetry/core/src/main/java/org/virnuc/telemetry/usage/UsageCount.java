package org.virnuc.telemetry.usage;

import com.fasterxml.jackson.databind.JsonNode;

/** One count of a usage object. */
final class UsageCount {
    private UsageCount() {}

    /**
     * A count; one that is not there, or null, is 0, as the providers mean it; {@code 5.0} is 5.
     *
     * @throws IllegalArgumentException where the field is no count
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
