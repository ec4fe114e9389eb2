package org.virnuc.telemetry.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.PricingReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.cost.PriceSheet;
import org.virnuc.telemetry.cost.Repricing;
import org.virnuc.telemetry.report.Figures;
import org.virnuc.telemetry.report.Table;

/**
 * A run of the history with its old costs and with those by another price sheet.
 *
 * @param before the attempt as it is in the history
 * @param after the attempt with the new costs, which may or may not be recorded
 */
public record RepricedRun(Attempt before, Attempt after) {
    private static final String UNKNOWN = "-";

    /**
     * Prices an attempt by another sheet.
     *
     * @throws HistoryException if the attempt is still running, has no report, or its report does not say what was used
     */
    public static RepricedRun of(Attempt attempt, PriceSheet sheet) {
        String run = "run " + attempt.runId();
        if (attempt.status() == HistoryStatus.RUNNING) {
            throw new HistoryException(run + " is still running; price it after it has ended");
        }
        RunReport report = attempt.report();
        if (report == null) {
            throw new HistoryException(run + " has left no report to price; give another run");
        }
        if (report.costs() == null) {
            throw new HistoryException(run + " does not say what it used: it was recorded by a version whose runs"
                    + " cannot be priced again; give another run");
        }
        return new RepricedRun(attempt, attempt.with(Repricing.of(report, sheet)));
    }

    /** Returns the old and the new cost of each stage and of the run, and the source of the prices, for people. */
    public String text() {
        RunReport old = report(before);
        RunReport now = report(after);
        Table table = new Table(1, List.of("Stage", header("Before", old), header("Now", now)));
        List<Row> rows = rows(costs(old), costs(now));
        for (Row row : rows) {
            if (isPaid(row.before) || isPaid(row.after)) {
                table.add(List.of(row.id, money(row.before), money(row.after)));
            }
        }
        table.add(
                List.of("total", money(old.totals().cost()), money(now.totals().cost())));
        return "Run " + before.runId() + "\n\n" + table.text() + "\n" + prices("before", old.pricing())
                + prices("now", now.pricing());
    }

    /**
     * Returns the old and the new costs as JSON, for programs. Costs are exact decimal text.
     *
     * @param saved whether the new costs were recorded in the history
     */
    public String json(boolean saved) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("run_id", before.runId());
        node.put("saved", saved);
        whole(node.putObject("before"), report(before));
        whole(node.putObject("after"), report(after));
        ArrayNode stages = node.putArray("stages");
        for (Row row : rows(costs(report(before)), costs(report(after)))) {
            ObjectNode stage = stages.addObject();
            stage.put("id", row.id);
            stage.put("before", plain(row.before));
            stage.put("after", plain(row.after));
        }
        return node.toPrettyString() + "\n";
    }

    private static void whole(ObjectNode node, RunReport report) {
        PricingReport pricing = report.pricing();
        node.put("cost", plain(report.totals().cost()));
        node.put("currency", report.totals().currency());
        node.put("prices", pricing == null ? null : pricing.source());
        ArrayNode estimated = node.putArray("estimated");
        ArrayNode notPriced = node.putArray("not_priced");
        if (pricing != null) {
            pricing.estimated().forEach(estimated::add);
            pricing.notPriced().forEach(notPriced::add);
        }
    }

    private record Row(String id, @Nullable BigDecimal before, @Nullable BigDecimal after) {}

    /** Returns the stages in order, then the time between them. Pricing does not change the stages. */
    private static List<Row> rows(CostReport old, CostReport now) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < old.stages().size(); i++) {
            rows.add(new Row(
                    old.stages().get(i).id(),
                    sum(old.stages().get(i).cost()),
                    sum(now.stages().get(i).cost())));
        }
        rows.add(new Row("outside stages", sum(old.outside()), sum(now.outside())));
        return rows;
    }

    private static String prices(String when, @Nullable PricingReport pricing) {
        if (pricing == null) {
            return "prices " + when + ": none\n";
        }
        return "prices " + when + ": " + pricing.source()
                + (pricing.estimated().isEmpty() ? "" : "; estimated: " + String.join(", ", pricing.estimated()))
                + (pricing.notPriced().isEmpty()
                        ? ""
                        : "; not priced, so left out: " + String.join(", ", pricing.notPriced()))
                + "\n";
    }

    private static String header(String word, RunReport report) {
        String currency = report.totals().currency();
        return currency == null ? word : word + " (" + currency + ")";
    }

    private static String money(@Nullable BigDecimal cost) {
        return cost == null ? UNKNOWN : Figures.money(cost);
    }

    private static @Nullable String plain(@Nullable BigDecimal cost) {
        return cost == null ? null : cost.toPlainString();
    }

    private static boolean isPaid(@Nullable BigDecimal cost) {
        return cost != null && cost.signum() > 0;
    }

    private static @Nullable BigDecimal sum(@Nullable CostSplit split) {
        return split == null ? null : split.cost();
    }

    private static RunReport report(Attempt attempt) {
        return Objects.requireNonNull(attempt.report());
    }

    private static CostReport costs(RunReport report) {
        return Objects.requireNonNull(report.costs());
    }
}
