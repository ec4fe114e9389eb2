package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunFilter;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.report.Figures;

/** The page that lists runs and shows one of them: the one that the address names, otherwise the newest in the list. */
final class RunsPage {
    private record Column(String title, RunQuery.@Nullable Order order, boolean number) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("Status", RunQuery.Order.STATUS, false),
            new Column("Run", RunQuery.Order.DIRECTORY, false),
            new Column("Started", RunQuery.Order.STARTED, false),
            new Column("Wall time", RunQuery.Order.WALL, true),
            new Column("Cost", RunQuery.Order.COST, true),
            new Column("Tokens", RunQuery.Order.TOKENS, true),
            new Column("Warnings", RunQuery.Order.WARNINGS, true));

    private final RunSource source;
    private final Address address;
    private final RunQuery query;
    private final Instant now;
    private final Function<RunQuery, String> command;

    RunsPage(RunSource source, Address address, Instant now, Function<RunQuery, String> command) {
        this.source = source;
        this.address = address;
        this.query = address.query(now);
        this.now = now;
        this.command = command;
    }

    /** Returns the whole page. */
    String render() {
        List<RunSearch.Found> runs = source.page(query, address.from(), address.shown());
        RunSearch.Totals totals = source.totals(query);
        String picked = address.one("run");
        String shown =
                picked != null || runs.isEmpty() ? picked : runs.get(0).row().runId();
        Optional<RunView> run = shown == null ? Optional.empty() : source.run(shown);
        Html main = new Html();
        String problem = source.problem();
        if (problem != null) {
            main.element("p", "class=\"problem\" role=\"alert\"", problem);
        }
        main.raw("<div class=\"columns\"><section id=\"runs\" aria-labelledby=\"runs-title\">")
                .raw("<h1 id=\"runs-title\">Runs</h1>");
        filters(main);
        main.element("p", "class=\"totals\" id=\"totals\"", totals(totals));
        newer(main, picked, run);
        table(main, runs, shown);
        more(main, totals.runs());
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

    private void filters(Html html) {
        html.raw("<form method=\"get\" action=\".\" class=\"filters\" role=\"search\">")
                .raw(
                        "<label>Search <input type=\"search\" name=\"q\" placeholder=\"words in name, model, command, error\" ")
                .raw(Html.attribute("value", address.one("q")))
                .raw("></label>");
        select(html, "status", "Status", statuses());
        select(html, "since", "Started", sinces());
        hidden(html, "sort");
        hidden(html, "up");
        html.raw("<button>Apply</button>");
        if (address.isFiltered()) {
            html.raw("<a href=\".\">Clear</a>");
        }
        details(html);
        html.raw("</form>");
        if (address.isFiltered()) {
            html.raw("<p class=\"command\">The same as a command: <code>")
                    .text(command.apply(query))
                    .raw("</code></p>");
        }
    }

    private void details(Html html) {
        boolean open =
                List.of("model", "host", "version", "device", "precision", "min_cost", "max_cost", "warned").stream()
                        .anyMatch(name -> address.one(name) != null);
        html.raw("<details id=\"more-filters\"" + (open ? " open" : "") + "><summary>More filters</summary>");
        input(html, "model", "Model");
        for (RunQuery.Facet facet : RunQuery.Facet.values()) {
            Map<String, String> choices = new TreeMap<>();
            source.choices(facet).forEach(choice -> choices.put(choice.value(), choice.value()));
            select(html, Address.name(facet), sentence(facet.name()), choices);
        }
        input(html, "min_cost", "Cost at least");
        input(html, "max_cost", "Cost at most");
        check(html, "warned", "1", "Only with warnings");
        check(html, "attempts", "all", "Every attempt");
        html.raw("</details>");
    }

    private static String sentence(String word) {
        return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> statuses() {
        Map<String, String> words = new TreeMap<>();
        for (HistoryStatus status : HistoryStatus.values()) {
            words.put(status.word(), status.word());
        }
        return words;
    }

    private static Map<String, String> sinces() {
        Map<String, String> ages = new LinkedHashMap<>();
        ages.put("1h", "in the last hour");
        ages.put("1d", "in the last day");
        ages.put("7d", "in the last 7 days");
        ages.put("30d", "in the last 30 days");
        ages.put("365d", "in the last year");
        return ages;
    }

    private void select(Html html, String name, String label, Map<String, String> choices) {
        String chosen = address.one(name);
        html.raw("<label>").text(label).raw(" <select name=\"" + name + "\"><option value=\"\">any</option>");
        choices.forEach((value, text) -> html.raw(
                        "<option " + Html.attribute("value", value) + (value.equals(chosen) ? " selected" : "") + ">")
                .text(text)
                .raw("</option>"));
        if (chosen != null && !choices.containsKey(chosen)) {
            html.raw("<option selected " + Html.attribute("value", chosen) + ">")
                    .text(chosen)
                    .raw("</option>");
        }
        html.raw("</select></label>");
    }

    private void input(Html html, String name, String label) {
        html.raw("<label>").text(label).raw(" <input name=\"" + name + "\" ");
        html.raw(Html.attribute("value", address.one(name))).raw("></label>");
    }

    private void check(Html html, String name, String value, String label) {
        html.raw("<label class=\"check\"><input type=\"checkbox\" name=\"" + name + "\" value=\"" + value + "\""
                        + (value.equals(address.one(name)) ? " checked" : "") + "> ")
                .text(label)
                .raw("</label>");
    }

    private void hidden(Html html, String name) {
        String value = address.one(name);
        if (value != null) {
            html.raw("<input type=\"hidden\" name=\"" + name + "\" " + Html.attribute("value", value) + ">");
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
            RunQuery later = new RunQuery(
                    since(run.get().row().startedAt().plusMillis(1)),
                    query.words(),
                    query.statuses(),
                    query.facets(),
                    query.warned(),
                    query.newestAttempts(),
                    query.order(),
                    query.ascending());
            long newer = source.count(later);
            if (newer > 0) {
                html.element(
                        "a",
                        Html.attribute("href", "." + address.with("run", null)),
                        Figures.count(newer) + (newer == 1 ? " newer run" : " newer runs"));
            }
        }
        html.raw("</p>");
    }

    private RunFilter since(Instant start) {
        RunFilter filter = query.filter();
        Instant from = filter.since().filter(start::isBefore).orElse(start);
        return new RunFilter(
                Optional.of(from),
                filter.until(),
                filter.models(),
                filter.statuses(),
                filter.minCost(),
                filter.maxCost(),
                filter.limit());
    }

    private void table(Html html, List<RunSearch.Found> runs, @Nullable String shown) {
        if (runs.isEmpty()) {
            html.element(
                    "p",
                    "class=\"empty\"",
                    address.isFiltered() ? "No run matches." : "No run was recorded yet. The first one appears here.");
            return;
        }
        html.raw(
                        "<form method=\"get\" action=\"compare\" class=\"list\"><div class=\"scroll\" tabindex=\"0\" role=\"region\""
                                + " aria-label=\"List of runs\"><table><thead><tr>")
                .raw("<th scope=\"col\"><span class=\"hidden\">Compare</span></th>");
        COLUMNS.forEach(column -> heading(html, column));
        html.raw("</tr></thead><tbody>");
        runs.forEach(found -> row(html, found, found.row().runId().equals(shown)));
        html.raw("</tbody></table></div><p><button>Compare the runs that are ticked</button> ")
                .raw("<a "
                        + Html.attribute(
                                "href", "runs.csv" + address.with("n", null).with("from", null))
                        + ">CSV</a></p></form>");
    }

    private void heading(Html html, Column column) {
        boolean sorted = address.order() == column.order();
        String direction = sorted ? address.ascending() ? "ascending" : "descending" : "none";
        html.raw("<th scope=\"col\" aria-sort=\"" + direction + "\"" + (column.number() ? " class=\"number\"" : "")
                + ">");
        Address turned = address.with(
                        "sort", column.order() == null ? null : column.order().word())
                .with("up", sorted && !address.ascending() ? "1" : null)
                .with("from", null);
        html.element("a", Html.attribute("href", "." + turned), column.title()).raw("</th>");
    }

    private void row(Html html, RunSearch.Found found, boolean shown) {
        RunRow row = found.row();
        html.raw("<tr " + Html.attribute("id", "r-" + row.runId()) + (shown ? " class=\"shown\"" : "") + "><td>")
                .raw("<input type=\"checkbox\" name=\"run\" " + Html.attribute("value", row.runId()) + " "
                        + Html.attribute("aria-label", "Compare " + RunView.name(row)) + "></td><td>");
        Layout.status(html, found.row().status());
        html.raw("</td><td class=\"name\">")
                .element(
                        "a",
                        Html.attribute("href", "." + address.with("run", row.runId())) + " "
                                + Html.attribute("title", row.directory()) + (shown ? " aria-current=\"true\"" : ""),
                        RunView.name(row));
        if (found.attempts() > 1) {
            html.element("span", "class=\"more\"", found.attempts() + " attempts");
        }
        html.raw("</td><td>");
        Layout.age(html, row.startedAt(), now);
        html.raw("</td>");
        number(html, row.wallSeconds() == null ? null : duration(row.wallSeconds()));
        number(html, cost(row.cost(), row.currency()));
        number(html, Figures.count(row.tokens()));
        number(html, row.warnings() == 0 ? "" : Figures.count(row.warnings()));
        html.raw("</tr>");
    }

    private static void number(Html html, @Nullable String value) {
        html.element("td", value == null ? "class=\"number none\"" : "class=\"number\"", value == null ? "–" : value);
    }

    static @Nullable String cost(@Nullable BigDecimal cost, @Nullable String currency) {
        return cost == null ? null : currency == null ? Figures.money(cost) : Figures.money(cost, currency);
    }

    private void more(Html html, long all) {
        int end = address.from() + address.shown();
        html.raw("<p class=\"pages\">");
        if (address.from() > 0) {
            html.element("a", Html.attribute("href", "." + address.with("from", null)), "From the start");
        }
        if (all > end) {
            Address next = address.shown() >= Address.MOST
                    ? address.with("from", String.valueOf(end))
                    : address.with("n", String.valueOf(Math.min(Address.MOST, address.shown() * 2)));
            html.element(
                    "a",
                    Html.attribute("href", "." + next) + " id=\"more\"",
                    "Show more of " + Figures.count(all) + " runs");
        }
        html.raw("</p>");
    }
}
