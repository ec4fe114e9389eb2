package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.report.Figures;

/** The page that lists runs and shows one of them: the one that the address names, otherwise the newest in the list. */
final class RunsPage {
    private final RunSource source;
    private final Summaries summaries;
    private final Address address;
    private final RunQuery query;
    private final Instant now;
    private final Function<RunQuery, String> command;

    RunsPage(RunSource source, Summaries summaries, Address address, Instant now, Function<RunQuery, String> command) {
        this.source = source;
        this.summaries = summaries;
        this.address = address;
        this.query = address.query(now);
        this.now = now;
        this.command = command;
    }

    /** Returns the whole page. */
    String render() {
        List<RunSearch.Found> runs = source.page(query, address.from(), address.shown());
        Optional<RunSearch.Totals> totals = summaries.totals(address, now);
        String picked = address.one("run");
        String shown = picked == null ? newest(runs) : picked;
        Optional<RunView> run = shown == null ? Optional.empty() : source.run(shown);
        Html main = new Html();
        String problem = source.problem();
        if (problem != null) {
            main.element("p", "class=\"problem\" role=\"alert\"", problem);
        }
        main.raw("<div class=\"columns\"><section id=\"runs\" aria-labelledby=\"runs-title\">")
                .raw("<h1 id=\"runs-title\">Runs</h1>");
        filters(main);
        main.element(
                "p",
                "class=\"totals\" id=\"totals\"",
                totals.map(RunsPage::totals).orElse("Still counting the runs."));
        newer(main, picked, run);
        table(main, runs, shown);
        more(main, runs.size(), totals.map(RunSearch.Totals::runs));
        main.raw("</section><section id=\"run\" aria-label=\"Selected run\">");
        if (run.isPresent()) {
            new RunPanel(run.get(), now, true).appendTo(main);
        } else if (picked != null) {
            main.element("p", "class=\"problem\"", "There is no run " + picked + ". It may have been pruned.");
        } else {
            main.element("p", "", "No run is selected.");
        }
        main.raw("</section></div>");
        String title = run.map(view -> view.name() + " " + view.status().word()).orElse("Runs");
        return Layout.page(title, "Runs", main.toString());
    }

    /** Returns the id of the newest run that matches, in whatever order the list is. */
    private @Nullable String newest(List<RunSearch.Found> listed) {
        boolean first = query.order() == RunQuery.Order.STARTED && !query.ascending() && address.from() == 0;
        List<RunSearch.Found> runs = first ? listed : source.page(query.newestFirst(), 0, 1);
        return runs.isEmpty() ? null : runs.get(0).row().runId();
    }

    private void filters(Html html) {
        new FilterForm(summaries.choices(), address, ".").appendTo(html);
        if (address.isFiltered()) {
            html.raw("<p class=\"command\">The same as a command: <code>")
                    .text(command.apply(query))
                    .raw("</code> <button type=\"button\" class=\"copy\">Copy</button></p>");
        }
    }

    static String totals(RunSearch.Totals totals) {
        List<String> parts = new ArrayList<>();
        parts.add(Figures.count(totals.runs()) + (totals.runs() == 1 ? " run" : " runs"));
        totals.statuses().entrySet().stream()
                .filter(entry -> entry.getKey() != HistoryStatus.DONE)
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> parts.add(
                        Figures.count(entry.getValue()) + " " + entry.getKey().word()));
        parts.add(duration(totals.wallSeconds()));
        parts.add(Figures.count(totals.tokens()) + " tokens");
        new TreeMap<>(totals.costs()).forEach((currency, cost) -> parts.add(Figures.money(cost, currency)));
        return String.join(" · ", parts);
    }

    static String duration(double seconds) {
        return seconds < 120 ? Figures.seconds(seconds) : Figures.clock(Math.round(seconds));
    }

    /** Says how many runs are newer than the one that was picked. */
    private void newer(Html html, @Nullable String picked, Optional<RunView> run) {
        html.raw("<p class=\"newer\" id=\"newer\">");
        if (picked != null && run.isPresent()) {
            long newer = source.count(query.since(run.get().row().startedAt().plusMillis(1)));
            if (newer > 0) {
                html.element(
                        "a",
                        Html.attribute("href", "." + address.with("run", null)),
                        Figures.count(newer) + (newer == 1 ? " newer run" : " newer runs"));
            }
        }
        html.raw("</p>");
    }

    private void table(Html html, List<RunSearch.Found> runs, @Nullable String shown) {
        if (runs.isEmpty()) {
            html.element(
                    "p",
                    "class=\"empty\"",
                    address.isFiltered() ? "No run matches." : "No run was recorded yet. The first one appears here.");
        } else {
            new RunTableView(address, now, shown).appendTo(html, runs);
        }
    }

    static @Nullable String cost(@Nullable BigDecimal cost, @Nullable String currency) {
        return cost == null ? null : currency == null ? Figures.money(cost) : Figures.money(cost, currency);
    }

    /** Leads to the rest of the list. A script adds the next rows to the table instead. */
    private void more(Html html, int listed, Optional<Long> all) {
        html.raw("<p class=\"pages\">");
        if (address.from() > 0) {
            html.element("a", Html.attribute("href", "." + address.with("from", null)), "From the start");
        }
        int end = address.from() + listed;
        if (listed == address.shown() && all.orElse(Long.MAX_VALUE) > end) {
            html.element(
                    "a",
                    Html.attribute("href", "." + address.with("from", String.valueOf(end))) + " id=\"more\"",
                    all.map(runs -> "The next of " + Figures.count(runs) + " runs")
                            .orElse("The next runs"));
        }
        html.raw("</p>");
    }
}
