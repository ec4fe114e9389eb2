package org.virnuc.telemetry.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks the estimate in a report: its bounds are in ascending order, and the measured values are those of the report.
 */
final class EstimateInvariants {
    private final BiConsumer<String, String> violations;

    private EstimateInvariants(BiConsumer<String, String> violations) {
        this.violations = violations;
    }

    static void check(JsonNode report, BiConsumer<String, String> violations) {
        EstimateInvariants invariants = new EstimateInvariants(violations);
        JsonNode estimate = report.path("estimate");
        invariants.figure("seconds", estimate.path("seconds"), report.path("wall_seconds"), "wall_seconds");
        invariants.figure(
                "tokens", estimate.path("tokens"), report.path("totals").path("tokens"), "totals.tokens");
        invariants.figure("cost", estimate.path("cost"), report.path("totals").path("cost"), "totals.cost");
    }

    private void figure(String name, JsonNode figure, JsonNode found, String where) {
        String path = "$.estimate." + name;
        BigDecimal low = number(figure.path("low"));
        BigDecimal expected = number(figure.path("expected"));
        BigDecimal high = number(figure.path("high"));
        if (low == null || expected == null || high == null) {
            return; // there is no estimate, or the schema already rejects it
        }
        if (low.compareTo(expected) > 0 || expected.compareTo(high) > 0) {
            violations.accept(path + ".expected", expected + " is not between " + low + " and " + high);
        }
        BigDecimal actual = number(figure.path("actual"));
        if (actual == null) {
            return;
        }
        BigDecimal reported = number(found);
        if (reported == null || actual.compareTo(reported) != 0) {
            violations.accept(path + ".actual", actual + " is not " + where + ", " + reported);
        }
        boolean within = low.compareTo(actual) <= 0 && actual.compareTo(high) <= 0;
        if (figure.path("within").asBoolean() != within) {
            violations.accept(
                    path + ".within",
                    !within + ", and " + actual + (within ? " is" : " is not") + " between " + low + " and " + high);
        }
    }

    /** Reads a number or decimal text. Durations and counts are JSON numbers, amounts of money are text. */
    private static @Nullable BigDecimal number(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : CostInvariants.decimal(value);
    }
}
