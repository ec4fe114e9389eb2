package org.virnuc.telemetry.dashboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.ModelFigures;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.history.RunComparison;
import org.virnuc.telemetry.report.Figures;

/** Compares up to ten runs side by side. The earliest one is the baseline of all ratios. */
final class ComparePage {
    /** Most runs that are compared. */
    static final int MOST = 10;

    private final RunSource source;
    private final List<RunView> runs;
    private final List<String> missing;

    private ComparePage(RunSource source, List<RunView> runs, List<String> missing) {
        this.source = source;
        this.runs = runs;
        this.missing = missing;
    }

    static ComparePage of(RunSource source, Address address) {
        List<RunView> runs = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String id :
                new LinkedHashSet<>(address.all("run")).stream().limit(MOST).toList()) {
            source.run(id).ifPresentOrElse(runs::add, () -> missing.add(id));
        }
        runs.sort(Comparator.comparing(run -> run.row().startedAt()));
        return new ComparePage(source, runs, missing);
    }

    String render() {
        Html html = new Html();
        html.raw("<section id=\"compare\"><h1>Compare runs</h1>");
        for (String id : missing) {
            html.element("p", "class=\"problem\"", "There is no run " + id + ".");
        }
        if (runs.size() < 2) {
            html.element("p", "", "Tick two to ten runs in the list, then compare them.");
        } else {
            html.element(
                    "p",
                    "class=\"note\"",
                    "The earliest run is the baseline: 2.0x means half its time. Only stages that were executed from"
                            + " beginning to end on the same number of items are compared.");
            html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Comparison\"><table"
                    + " class=\"compare\">");
            head(html);
            overall(html);
            stages(html);
            models(html);
            settings(html);
            html.raw("</table></div>");
            new VerdictPanel(runs).appendTo(html);
        }
        html.raw("</section>");
        return Layout.page("Compare", "Compare", html.toString());
    }

    private void head(Html html) {
        html.raw("<thead><tr><th></th>");
        for (RunView run : runs) {
            html.raw("<th scope=\"col\"><a "
                            + Html.attribute("href", ".?run=" + run.row().runId()) + ">")
                    .text(run.name())
                    .raw("</a><br><small>")
                    .text(run.row().runId())
                    .raw("</small><br>");
            Layout.status(html, run.status());
            html.raw("</th>");
        }
        html.raw("</tr></thead>");
    }

    private void overall(Html html) {
        section(html, "Whole run");
        row(
                html,
                "Wall time",
                runs.stream().map(run -> wall(run.row().wallSeconds())).toList());
        row(
                html,
                "Tokens",
                runs.stream().map(run -> Figures.count(run.row().tokens())).toList());
        row(
                html,
                "Cost",
                runs.stream()
                        .map(run -> Objects.requireNonNullElse(
                                RunsPage.cost(run.row().cost(), run.row().currency()), Layout.UNKNOWN))
                        .toList());
        Set<String> rates = new LinkedHashSet<>();
        runs.forEach(run -> rates.addAll(throughput(run).keySet()));
        for (String name : rates) {
            row(
                    html,
                    name.replace("_per_second", "").replace('_', ' ') + " per second",
                    runs.stream()
                            .map(run -> throughput(run).get(name))
                            .map(rate -> rate == null ? "–" : Figures.rate(rate))
                            .toList());
        }
    }

    private static String wall(@Nullable Double seconds) {
        return seconds == null ? Layout.UNKNOWN : RunsPage.duration(seconds);
    }

    private static Map<String, Double> throughput(RunView run) {
        return run.report() == null ? Map.of() : run.report().throughput();
    }

    private void stages(Html html) {
        section(html, "Stages");
        RunReport baseline = runs.get(0).report();
        List<@Nullable RunComparison> compared = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (RunView run : runs) {
            RunReport report = run.report();
            boolean first = compared.isEmpty();
            compared.add(first || report == null || baseline == null ? null : source.compare(baseline, report));
            if (report != null) {
                report.stages().forEach(stage -> ids.add(stage.id()));
            }
        }
        for (String id : ids) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                cells.add(cell(runs.get(i).report(), compared.get(i), id));
            }
            row(html, id, cells);
        }
    }

    private static String cell(@Nullable RunReport report, @Nullable RunComparison compared, String id) {
        if (report == null) {
            return Layout.UNKNOWN;
        }
        StageReport stage = report.stages().stream()
                .filter(one -> one.id().equals(id))
                .reduce((first, last) -> last)
                .orElse(null);
        if (stage == null) {
            return "not a stage of this run";
        }
        String time = stage.executed() ? Figures.seconds(stage.wallSeconds()) : "skipped";
        if (compared == null) {
            return time;
        }
        Double speedup = compared.speedup(id);
        OriginalStage original = stage.original();
        if (original != null) {
            return "was " + Figures.seconds(original.wallSeconds())
                    + (speedup == null ? "" : " (" + Figures.times(speedup) + ")") + ", run " + original.runId();
        }
        String note = compared.note(id);
        return time
                + (speedup == null ? "" : " (" + Figures.times(speedup) + ")")
                + (note.isEmpty() ? "" : "; " + note);
    }

    private void models(Html html) {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(models(run).keySet()));
        if (!names.isEmpty()) {
            section(html, "Models");
        }
        for (String name : names) {
            row(html, name, runs.stream().map(run -> used(run, name)).toList());
        }
    }

    private static Map<String, ModelFigures> models(RunView run) {
        return run.report() == null ? Map.of() : run.report().totals().perModel();
    }

    private static String used(RunView run, String name) {
        ModelFigures model = models(run).get(name);
        if (model == null) {
            return "–";
        }
        double seconds = model.calls().seconds();
        String cost = RunsPage.cost(model.calls().cost(), run.row().currency());
        return Figures.count(model.calls().tokens()) + " tokens"
                + (seconds > 0 ? ", " + Figures.rate(model.calls().tokens() / seconds) + "/s" : "")
                + (cost == null ? "" : ", " + cost);
    }

    /** Lists what differs: settings that all runs share say nothing about their differences. */
    private void settings(Html html) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<String> commands =
                runs.stream().map(run -> run.attempt().command()).toList();
        values.put("Command", commands);
        values.put("Version", runs.stream().map(run -> run.attempt().version()).toList());
        values.put(
                "Host", runs.stream().map(run -> run.attempt().origin().host()).toList());
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(environment(run).keySet()));
        for (String name : names) {
            values.put(
                    name,
                    runs.stream()
                            .map(run -> environment(run).getOrDefault(name, "–"))
                            .toList());
        }
        values.values().removeIf(all -> Set.copyOf(all).size() == 1);
        section(html, values.isEmpty() ? "Settings: no difference" : "Settings that differ");
        values.forEach((name, all) -> row(html, name, all));
    }

    private static Map<String, String> environment(RunView run) {
        return run.report() == null ? Map.of() : run.report().environment();
    }

    private void section(Html html, String title) {
        html.raw("<tbody><tr><th class=\"section\" scope=\"rowgroup\" colspan=\"" + (runs.size() + 1) + "\">")
                .text(title)
                .raw("</th></tr></tbody>");
    }

    private static void row(Html html, String name, List<String> values) {
        html.raw("<tr>").element("th", "scope=\"row\"", name);
        values.forEach(value -> html.element("td", "", value));
        html.raw("</tr>");
    }
}
