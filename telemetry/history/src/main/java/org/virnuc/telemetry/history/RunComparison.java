package org.virnuc.telemetry.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.BaselineReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.report.Baseline;
import org.virnuc.telemetry.report.Figures;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.Table;

/**
 * The comparison of two runs by what was executed for their results: a stage that a run took from a checkpoint counts
 * with the figures of the run that executed it, which is named.
 */
public final class RunComparison {
    private static final String UNKNOWN = "-";

    private final ExecutedRun before;
    private final ExecutedRun after;
    private final BaselineReport compared;

    private RunComparison(ExecutedRun before, ExecutedRun after) {
        this.before = before;
        this.after = after;
        this.compared = Baseline.before(before.executed()).compare(after.executed());
    }

    /** Compares two runs. The runs that executed their skipped stages are looked up in the history. */
    public static RunComparison of(RunHistory history, RunReport before, RunReport after) {
        return new RunComparison(
                ExecutedRun.of(before, id -> report(history, id)), ExecutedRun.of(after, id -> report(history, id)));
    }

    private static Optional<RunReport> report(RunHistory history, String id) {
        return history.current(id).map(Attempt::report);
    }

    /**
     * Returns how many times as fast the second run was in a stage; null if it cannot be compared, for which {@link
     * #note(String)} gives the reason.
     */
    public @Nullable Double speedup(String stage) {
        BaselineReport.StageSpeedup found = compared.stages().get(stage);
        return found == null ? null : found.speedup();
    }

    /** Returns why a stage is not compared, and which other runs executed it; empty if there is nothing to say. */
    public String note(String stage) {
        BaselineReport.StageSpeedup found = compared.stages().get(stage);
        return note(stage, found == null ? "not in before" : found.reason());
    }

    /** Returns the comparison for people: stage by stage, with the speed-up of the second run over the first. */
    public String text() {
        Table table = new Table(1, List.of("Stage", "Before", "After", "Speed-up"), List.of("Note"));
        compared.stages()
                .forEach((id, stage) -> table.add(List.of(
                        id, seconds(stage.wallSeconds()), wall(id), times(stage.speedup()), note(id, stage.reason()))));
        for (StageReport stage : after.executed().stages()) {
            if (!compared.stages().containsKey(stage.id())) {
                table.add(List.of(stage.id(), UNKNOWN, wall(stage.id()), UNKNOWN, note(stage.id(), "not in before")));
            }
        }
        Double speedup = compared.speedup();
        table.add(List.of(
                "stages compared",
                seconds(compared.wallSeconds()),
                speedup == null ? UNKNOWN : Figures.seconds(compared.wallSeconds() / speedup),
                times(speedup),
                ""));
        addRow(table, "tokens of all stages", count(before.tokens()), count(after.tokens()), unknownTokens());
        addRow(table, "cost of all stages", cost(before), cost(after), "");
        String skipped = skippedNote();
        addRow(
                table,
                "the run itself",
                Figures.seconds(before.run().wallSeconds()),
                Figures.seconds(after.run().wallSeconds()),
                skipped);
        addRow(table, "its cost", ownCost(before.run()), ownCost(after.run()), skipped);
        return heading() + "\n" + table.text();
    }

    private static void addRow(Table table, String label, String one, String other, String note) {
        table.add(List.of(label, one, other, "", note));
    }

    private String heading() {
        Table table = new Table(4, line("Before", before.run()));
        table.add(line("After", after.run()));
        return table.text();
    }

    private static List<String> line(String label, RunReport run) {
        return List.of(
                label,
                run.runId(),
                RunTable.time(run.startedAt()) + " UTC",
                run.status().word());
    }

    /** Returns why a stage is not compared and which other runs executed it. */
    private String note(String id, @Nullable String reason) {
        List<String> parts = new ArrayList<>();
        if (reason != null) {
            parts.add(reason);
        }
        String one = before.executedBy().get(id);
        String other = after.executedBy().get(id);
        if (one != null && one.equals(other)) {
            parts.add("both: executed by " + one);
        } else {
            addExecutor(parts, "before", one);
            addExecutor(parts, "after", other);
        }
        return String.join("; ", parts);
    }

    private void addExecutor(List<String> parts, String which, @Nullable String run) {
        if (run != null) {
            boolean itself =
                    run.equals((which.equals("before") ? after : before).run().runId());
            parts.add(which + ": executed by " + run + (itself ? ", the run it is compared with" : ""));
        }
    }

    private String unknownTokens() {
        return before.tokens() == null || after.tokens() == null
                ? "not known where the run that executed a stage is not in the history"
                : "";
    }

    private String skippedNote() {
        List<String> parts = new ArrayList<>();
        addSkipped(parts, "before", before);
        addSkipped(parts, "after", after);
        return String.join("; ", parts);
    }

    private static void addSkipped(List<String> parts, String which, ExecutedRun run) {
        if (run.skipped() > 0) {
            parts.add(which + ": without " + Figures.count(run.skipped()) + (run.skipped() == 1 ? " stage" : " stages")
                    + " from checkpoints");
        }
    }

    /** Returns the comparison for programs; {@code baseline} has the format that it has in a report. */
    public String json() {
        try {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("before", before.run().runId());
            node.put("after", after.run().runId());
            side(node.putObject("executed_before"), before);
            side(node.putObject("executed_after"), after);
            String report = JsonReport.render(after.run().withBaseline(compared));
            node.set("baseline", JsonMapper.builder().build().readTree(report).path("baseline"));
            return node.toPrettyString() + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // cannot happen: it was JSON a line ago
        }
    }

    private static void side(ObjectNode node, ExecutedRun run) {
        BigDecimal cost = run.stageCost();
        node.put("tokens", run.tokens());
        node.put("stage_cost", cost == null ? null : cost.toPlainString());
        node.put("currency", run.run().totals().currency());
        ObjectNode others = node.putObject("by_other_runs");
        for (Map.Entry<String, String> stage : run.executedBy().entrySet()) {
            others.put(stage.getKey(), stage.getValue());
        }
    }

    private String wall(String id) {
        return after.executed().stages().stream()
                .filter(stage -> stage.id().equals(id))
                .reduce((first, last) -> last)
                .map(stage -> stage.status() == StageStatus.SKIPPED ? "skipped" : Figures.seconds(stage.wallSeconds()))
                .orElse(UNKNOWN);
    }

    private static String cost(ExecutedRun run) {
        return money(run.stageCost(), run.run().totals().currency());
    }

    private static String ownCost(RunReport run) {
        return money(run.totals().cost(), run.totals().currency());
    }

    private static String money(@Nullable BigDecimal cost, @Nullable String currency) {
        return cost == null ? UNKNOWN : Figures.money(cost) + (currency == null ? "" : " " + currency);
    }

    private static String count(@Nullable Long value) {
        return value == null ? UNKNOWN : Figures.count(value);
    }

    private static String times(@Nullable Double factor) {
        return factor == null ? UNKNOWN : Figures.times(factor);
    }

    private static String seconds(@Nullable Double value) {
        return value == null ? UNKNOWN : Figures.seconds(value);
    }
}
