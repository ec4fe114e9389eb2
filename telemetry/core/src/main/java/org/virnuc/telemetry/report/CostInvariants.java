package org.virnuc.telemetry.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CostSplit;

/**
 * Checks that the costs of a report agree with each other to the last digit: each cost is the sum of its parts, the
 * stages and the time between them add up to the total, and the total is that of the run. Fields that the JSON Schema
 * already rejects are skipped.
 */
final class CostInvariants {
    private static final List<String> CLASSES = List.of("compute", "load", "idle", "retried", "wasted");

    private final JsonNode report;
    private final JsonNode costs;
    private final BiConsumer<String, String> violations;

    private CostInvariants(JsonNode report, BiConsumer<String, String> violations) {
        this.report = report;
        this.costs = report.path("costs");
        this.violations = violations;
    }

    /** Passes the path and the problem of each violation to {@code violations}. */
    static void check(JsonNode report, BiConsumer<String, String> violations) {
        CostInvariants invariants = new CostInvariants(report, violations);
        if (invariants.costs.isObject()) {
            invariants.stageRows();
            invariants.saved();
            invariants.cap();
            if (invariants.costs.path("total").isObject()) {
                invariants.priced();
            } else {
                invariants.notPriced();
            }
        }
    }

    private void stageRows() {
        List<String> stages = report.path("stages").findValuesAsText("id");
        List<String> rows = costs.path("stages").findValuesAsText("id");
        if (!rows.equals(stages)) {
            add("$.costs.stages", "are " + rows + ", those of the report are " + stages);
        }
    }

    private void priced() {
        JsonNode total = costs.path("total");
        JsonNode stages = costs.path("stages");
        split("$.costs.total", total);
        split("$.costs.outside", costs.path("outside"));
        for (int i = 0; i < stages.size(); i++) {
            split("$.costs.stages[" + i + "].cost", stages.path(i).path("cost"));
            calls(i, stages.path(i));
        }
        equal("$.costs.total.cost", total.path("cost"), sumOf("cost"), "the sum of the stages and outside");
        for (String name : CLASSES) {
            equal("$.costs.total." + name, total.path(name), sumOf(name), "the sum of the stages and outside");
        }
        BigDecimal whole = decimal(total.path("cost"));
        JsonNode cost = report.path("totals").path("cost");
        if (cost.isNull()) {
            add("$.totals.cost", "is null, and costs.total is not");
        } else {
            equal("$.totals.cost", cost, whole, "costs.total.cost");
        }
        if (report.path("totals").path("currency").isNull()) {
            add("$.totals.currency", "is null, and costs.total is not");
        }
    }

    private void notPriced() {
        unexpected("$.pricing", report.path("pricing"));
        unexpected("$.costs.outside", costs.path("outside"));
        for (int i = 0; i < costs.path("stages").size(); i++) {
            unexpected(
                    "$.costs.stages[" + i + "].cost",
                    costs.path("stages").path(i).path("cost"));
        }
    }

    private void unexpected(String path, JsonNode found) {
        if (found.isObject()) {
            add(path, "is set, and costs.total is null");
        }
    }

    /** Checks a cost against its parts. */
    private void split(String path, JsonNode split) {
        if (split.isNull()) {
            add(path, "is null, and costs.total is not");
            return;
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (String name : CLASSES) {
            BigDecimal part = decimal(split.path(name));
            if (part == null) {
                return;
            }
            sum = sum.add(part);
        }
        equal(path + ".cost", split.path("cost"), sum, "the sum of " + String.join(", ", CLASSES));
    }

    /** Checks that the calls of a stage cost as much as its usage entries. */
    private void calls(int index, JsonNode stage) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : stage.path("usage")) {
            sum = plus(sum, row.path("cost"));
        }
        equal(
                "$.stages[" + index + "].calls.cost",
                report.path("stages").path(index).path("calls").path("cost"),
                sum,
                "the sum over costs.stages[" + index + "].usage");
    }

    private BigDecimal sumOf(String name) {
        BigDecimal sum = plus(BigDecimal.ZERO, costs.path("outside").path(name));
        for (JsonNode stage : costs.path("stages")) {
            sum = plus(sum, stage.path("cost").path(name));
        }
        return sum;
    }

    private void saved() {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode stage : report.path("stages")) {
            sum = plus(sum, stage.path("original").path("cost"));
        }
        equal("$.costs.saved", costs.path("saved"), sum, "the sum over the stages' original.cost");
    }

    private void cap() {
        JsonNode cap = costs.path("cap");
        BigDecimal limit = decimal(cap.path("limit"));
        BigDecimal spent = decimal(cap.path("spent"));
        if (limit != null && spent != null) {
            BigDecimal over = spent.subtract(limit).max(BigDecimal.ZERO);
            equal("$.costs.cap.overshoot", cap.path("overshoot"), over, "spent beyond limit");
        }
    }

    private void equal(String path, JsonNode node, @Nullable BigDecimal expected, String what) {
        BigDecimal found = decimal(node);
        if (found != null && expected != null && found.compareTo(expected) != 0) {
            add(
                    path,
                    found.toPlainString() + " is not " + what + ", "
                            + CostSplit.plain(expected).toPlainString());
        }
    }

    private void add(String path, String problem) {
        violations.accept(path, problem);
    }

    private static BigDecimal plus(BigDecimal sum, JsonNode cost) {
        BigDecimal amount = decimal(cost);
        return amount == null ? sum : sum.add(amount);
    }

    /** Reads an amount; null if it is missing or not a number. */
    static @Nullable BigDecimal decimal(JsonNode cost) {
        try {
            return cost.isTextual() ? new BigDecimal(cost.asText()) : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
