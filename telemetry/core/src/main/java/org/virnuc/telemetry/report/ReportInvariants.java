package org.virnuc.telemetry.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the fields of a report agree with each other: ends come after starts, durations match them, sums equal
 * their parts. Fields that the JSON Schema already rejects are skipped.
 */
final class ReportInvariants {
    /** Tolerance for durations, in seconds: instants are rounded to milliseconds. */
    private static final double CLOCK_SECONDS = 0.002;

    /** Tolerance for shares and, relative to the value, for rates, because reports round them. */
    private static final double ROUNDING = 0.001;

    private final JsonNode report;
    private final List<ReportCheck.Violation> violations = new ArrayList<>();

    private ReportInvariants(JsonNode report) {
        this.report = report;
    }

    static List<ReportCheck.Violation> check(JsonNode report) {
        ReportInvariants invariants = new ReportInvariants(report);
        if (report.isObject()) {
            invariants.span("$", report);
            invariants.runAndStages();
            invariants.totals();
            invariants.retries();
            invariants.bottlenecks();
            invariants.throughput();
            invariants.guardrails();
            EstimateInvariants.check(report, invariants::add);
            CostInvariants.check(report, invariants::add);
        }
        return invariants.violations;
    }

    /** Checks the end and the duration of a run or a stage. */
    private void span(String path, JsonNode span) {
        Instant start = instant(span, "started_at");
        Instant end = instant(span, "ended_at");
        boolean running = span.path("status").asText().equals("running");
        if (running != span.path("ended_at").isNull()) {
            add(
                    path + ".ended_at",
                    running ? "is set, and the status is running" : "is null, and the status is not running");
        }
        if (start == null || end == null) {
            return;
        }
        if (end.isBefore(start)) {
            add(path + ".ended_at", end + " is before started_at " + start);
        } else if (span.path("wall_seconds").isNumber()) {
            double lasted = Duration.between(start, end).toNanos() / 1e9;
            double wall = span.path("wall_seconds").asDouble();
            if (wall >= 0 && Math.abs(lasted - wall) > CLOCK_SECONDS) {
                add(path + ".wall_seconds", wall + " is not the time from started_at to ended_at, " + lasted);
            }
        }
    }

    private void runAndStages() {
        Instant runStart = instant(report, "started_at");
        Instant runEnd = instant(report, "ended_at");
        JsonNode stages = report.path("stages");
        for (int i = 0; i < stages.size(); i++) {
            JsonNode stage = stages.get(i);
            String path = "$.stages[" + i + "]";
            span(path, stage);
            calls(path + ".calls", stage.path("calls"));
            Instant start = instant(stage, "started_at");
            Instant end = instant(stage, "ended_at");
            if (runStart != null && start != null && start.isBefore(runStart)) {
                add(path + ".started_at", start + " is before the run's, " + runStart);
            }
            if (runEnd != null && end != null && end.isAfter(runEnd)) {
                add(path + ".ended_at", end + " is after the run's, " + runEnd);
            }
            if (runEnd != null && stage.path("status").asText().equals("running")) {
                add(path + ".status", "is running, and the run has ended");
            }
            long peak = stage.path("resources").path("peak_rss_bytes").asLong();
            long most = report.path("resources").path("peak_rss_bytes").asLong(Long.MAX_VALUE);
            if (peak > most) {
                add(path + ".resources.peak_rss_bytes", peak + " is more than the run's, " + most);
            }
        }
    }

    private void calls(String path, JsonNode calls) {
        long cached = calls.path("cached").asLong();
        long prompt = calls.path("prompt_tokens").asLong();
        if (cached > prompt) {
            add(path + ".cached", cached + " is more than prompt_tokens, " + prompt);
        }
    }

    private void totals() {
        Sum stages = new Sum();
        report.path("stages").forEach(stage -> stages.add(stage.path("calls")));
        Sum models = new Sum();
        JsonNode totals = report.path("totals");
        totals.path("per_model").properties().forEach(model -> {
            calls(
                    "$.totals.per_model." + model.getKey() + ".calls",
                    model.getValue().path("calls"));
            models.add(model.getValue().path("calls"));
        });
        equal("$.totals.calls", totals.path("calls"), models.count, "the sum over per_model");
        equal("$.totals.calls", totals.path("calls"), stages.count, "the sum over the stages");
        equal("$.totals.tokens", totals.path("tokens"), models.tokens, "the sum over per_model");
        equal("$.totals.tokens", totals.path("tokens"), stages.tokens, "the sum over the stages");
        if (totals.has("prompt_tokens")) {
            equal("$.totals.prompt_tokens", totals.path("prompt_tokens"), models.prompt, "the sum over per_model");
            long other = totals.path("tokens").asLong()
                    - totals.path("prompt_tokens").asLong();
            equal("$.totals.completion_tokens", totals.path("completion_tokens"), other, "tokens less prompt_tokens");
        }
        if (models.cost.compareTo(stages.cost) != 0) {
            add(
                    "$.totals.per_model",
                    "costs add up to " + models.cost + ", those of the stages' calls to " + stages.cost);
        }
        BigDecimal cost = CostInvariants.decimal(totals.path("cost"));
        if (cost != null && cost.compareTo(models.cost) < 0) {
            add("$.totals.cost", cost + " is less than the sum over per_model, " + models.cost);
        }
    }

    private void retries() {
        long sum = 0;
        for (JsonNode stage : report.path("stages")) {
            sum += stage.path("retries").asLong();
        }
        equal("$.retries", report.path("retries"), sum, "the sum over the stages");
    }

    private void bottlenecks() {
        Set<String> ids = new HashSet<>(report.path("stages").findValuesAsText("id"));
        double wall = report.path("wall_seconds").asDouble();
        double before = Double.MAX_VALUE;
        JsonNode bottlenecks = report.path("bottlenecks");
        for (int i = 0; i < bottlenecks.size(); i++) {
            String path = "$.bottlenecks[" + i + "]";
            JsonNode stage = bottlenecks.get(i);
            double seconds = stage.path("wall_seconds").asDouble();
            if (!ids.contains(stage.path("id").asText())) {
                add(path + ".id", stage.path("id").asText() + " is no stage of the run");
            }
            if (seconds > before) {
                add(path + ".wall_seconds", seconds + " is more than that of the one before, " + before);
            }
            if (wall > 0 && Math.abs(stage.path("share").asDouble() - seconds / wall) > ROUNDING) {
                add(
                        path + ".share",
                        stage.path("share").asDouble() + " is not wall_seconds over the run's, " + seconds / wall);
            }
            before = seconds;
        }
    }

    private void throughput() {
        double wall = report.path("wall_seconds").asDouble();
        report.path("throughput").properties().forEach(rate -> {
            String name = rate.getKey().replaceFirst("_per_second$", "");
            double expected = report.path("quantities").path(name).asDouble() / wall;
            double found = rate.getValue().asDouble();
            if (wall > 0 && Math.abs(found - expected) > ROUNDING * Math.max(1, expected)) {
                add(
                        "$.throughput." + rate.getKey(),
                        found + " is not quantities." + name + " over wall_seconds, " + expected);
            }
        });
    }

    private void guardrails() {
        JsonNode events = report.path("events");
        for (int i = 0; i < events.size(); i++) {
            JsonNode details = events.get(i).path("details");
            if (!events.get(i).path("class").asText().equals("guardrail") || !details.has("guardrail")) {
                continue;
            }
            String path = "$.events[" + i + "].details";
            long count = details.path("count").asLong();
            if (details.path("of").isIntegralNumber() && details.path("of").asLong() < count) {
                add(path + ".of", details.path("of").asLong() + " is less than count, " + count);
            }
            if (details.path("first").size() > count) {
                add(path + ".first", details.path("first").size() + " examples are more than count, " + count);
            }
        }
    }

    private void equal(String path, JsonNode found, long expected, String what) {
        if (found.isIntegralNumber() && found.asLong() != expected) {
            add(path, found.asLong() + " is not " + what + ", " + expected);
        }
    }

    private void add(String path, String problem) {
        violations.add(new ReportCheck.Violation(path, problem));
    }

    private static @Nullable Instant instant(JsonNode object, String field) {
        try {
            return object.path(field).isTextual()
                    ? Instant.parse(object.path(field).asText())
                    : null;
        } catch (DateTimeException notAnInstant) {
            return null;
        }
    }

    /** Adds up calls. */
    private static final class Sum {
        private long count;
        private long tokens;
        private long prompt;
        private BigDecimal cost = BigDecimal.ZERO;

        void add(JsonNode calls) {
            count += calls.path("count").asLong();
            prompt += calls.path("prompt_tokens").asLong();
            tokens += calls.path("prompt_tokens").asLong()
                    + calls.path("completion_tokens").asLong();
            BigDecimal priced = CostInvariants.decimal(calls.path("cost"));
            cost = priced == null ? cost : cost.add(priced);
        }
    }
}
