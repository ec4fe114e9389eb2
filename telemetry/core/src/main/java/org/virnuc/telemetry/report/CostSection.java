package org.virnuc.telemetry.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.PricingReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageCost;

/** The costs of a run, for the summary and for {@code telemetry.md}. A run that cost nothing gets one line. */
final class CostSection {
    private final RunReport run;
    private final @Nullable CostReport costs;
    private final @Nullable PricingReport pricing;

    CostSection(RunReport run) {
        this.run = run;
        this.costs = run.costs();
        this.pricing = run.pricing();
    }

    /** Returns the lines of the summary: the total and its parts, by stage and by model. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        BigDecimal cost = run.totals().cost();
        if (cost != null) {
            CostSplit total = costs == null ? null : costs.total();
            String parts = total == null ? "" : named(parts(total));
            lines.add(Wording.cost(cost, run.totals().currency()) + (parts.isEmpty() ? source() : ": " + parts));
            if (cost.signum() > 0) {
                addLine(lines, "by stage: ", named(stages()));
                addLine(lines, "by model: ", named(models()));
            }
        }
        lines.addAll(remarks());
        return lines;
    }

    /** Returns the section of {@code telemetry.md}; empty if it would add nothing to the page's first table. */
    String page() {
        CostSplit total = costs == null ? null : costs.total();
        if (costs == null || total == null || total.cost().signum() == 0) {
            return bullets(remarks(), "\n## Cost\n\n");
        }
        String currency = String.valueOf(run.totals().currency());
        Table table = new Table(
                1, List.of("Stage", "Cost (" + currency + ")", "Compute", "Load", "Idle", "Retried", "Wasted"));
        for (StageCost stage : costs.stages()) {
            CostSplit cost = stage.cost();
            if (cost != null && cost.cost().signum() > 0) {
                table.add(row(stage.id(), cost));
            }
        }
        CostSplit outside = costs.outside();
        if (outside != null && outside.cost().signum() > 0) {
            table.add(row("outside stages", outside));
        }
        table.add(row("total", total));
        Table perModel = new Table(1, List.of("Model", "Tokens", "Cost (" + currency + ")"));
        run.totals().perModel().forEach((name, model) -> {
            BigDecimal cost = model.calls().cost();
            if (cost != null) {
                perModel.add(List.of(name, Figures.count(model.calls().tokens()), Figures.money(cost)));
            }
        });
        List<String> remarks = new ArrayList<>(remarks());
        remarks.add("prices: " + (pricing == null ? "" : pricing.source()));
        return "\n## Cost\n\n" + table.markdown() + (perModel.isEmpty() ? "" : "\n" + perModel.markdown())
                + bullets(remarks, "\n");
    }

    private String source() {
        return pricing == null ? "" : " (" + pricing.source() + ")";
    }

    private static void addLine(List<String> lines, String label, String content) {
        if (!content.isEmpty()) {
            lines.add(label + content);
        }
    }

    /** Returns remarks on the amounts: stand-in prices, missing prices, savings, earlier attempts and the cap. */
    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        String currency =
                run.totals().currency() == null ? "" : " " + run.totals().currency();
        if (pricing != null) {
            addLine(remarks, "estimated prices: ", String.join(", ", pricing.estimated()));
            addLine(remarks, "not priced, so left out: ", String.join(", ", pricing.notPriced()));
        }
        if (costs != null) {
            BigDecimal saved = costs.saved();
            if (saved != null && saved.signum() > 0) {
                remarks.add("saved by checkpoints: " + Figures.money(saved) + currency);
            }
            CostReport.Earlier earlier = costs.earlier();
            if (earlier != null && earlier.cost().signum() > 0) {
                remarks.add("spent by " + earlier.attempts() + " earlier "
                        + (earlier.attempts() == 1 ? "attempt: " : "attempts: ") + Figures.money(earlier.cost())
                        + currency);
            }
            CostReport.Cap cap = costs.cap();
            if (cap != null) {
                remarks.add("cap " + Figures.money(cap.limit()) + currency + ", spent by all attempts "
                        + Figures.money(cap.spent()) + (cap.reached() ? "; the run was stopped" : "")
                        + (cap.overshoot().signum() > 0 ? "; overshoot " + Figures.money(cap.overshoot()) : ""));
            }
        }
        return remarks;
    }

    private static Map<String, BigDecimal> parts(CostSplit split) {
        Map<String, BigDecimal> parts = new LinkedHashMap<>();
        parts.put("compute", split.compute());
        parts.put("load", split.load());
        parts.put("idle", split.idle());
        parts.put("retried", split.retried());
        parts.put("wasted", split.wasted());
        return parts;
    }

    private Map<String, BigDecimal> stages() {
        Map<String, BigDecimal> stages = new LinkedHashMap<>();
        if (costs != null) {
            for (StageCost stage : costs.stages()) {
                CostSplit cost = stage.cost();
                stages.merge(stage.id(), cost == null ? BigDecimal.ZERO : cost.cost(), BigDecimal::add);
            }
            CostSplit outside = costs.outside();
            stages.put("outside stages", outside == null ? BigDecimal.ZERO : outside.cost());
        }
        return stages;
    }

    private Map<String, BigDecimal> models() {
        Map<String, BigDecimal> models = new LinkedHashMap<>();
        run.totals().perModel().forEach((name, model) -> {
            BigDecimal cost = model.calls().cost();
            if (cost != null) {
                models.put(name, cost);
            }
        });
        return models;
    }

    /** Formats parts as {@code compute 0.003, load 0.001}, without those that are zero. */
    private static String named(Map<String, BigDecimal> amounts) {
        List<String> words = new ArrayList<>();
        amounts.forEach((name, amount) -> {
            if (amount.signum() > 0) {
                words.add(name + " " + Figures.money(amount));
            }
        });
        return String.join(", ", words);
    }

    private static List<String> row(String name, CostSplit split) {
        List<String> row = new ArrayList<>(List.of(name, Figures.money(split.cost())));
        parts(split).values().forEach(part -> row.add(part.signum() == 0 ? "" : Figures.money(part)));
        return row;
    }

    private static String bullets(List<String> lines, String before) {
        return lines.isEmpty() ? "" : before + "- " + String.join("\n- ", lines) + "\n";
    }
}
