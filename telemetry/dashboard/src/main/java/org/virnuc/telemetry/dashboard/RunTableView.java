package org.virnuc.telemetry.dashboard;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.RunColumn;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.report.Figures;

/**
 * The table of runs, a row for each. Every column can be sorted, and rows can be ticked for comparison. Rows are drawn as grids, so
 * that browsers leave out those that are not on the screen; roles say what they are.
 */
final class RunTableView {
    private record Column(String title, RunQuery.Order order, boolean number) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("Status", RunQuery.Order.STATUS, false),
            new Column("Run", RunQuery.Order.DIRECTORY, false),
            new Column("Outcome", RunQuery.Order.OUTCOME, false),
            new Column("Started", RunQuery.Order.STARTED, false),
            new Column("Wall time", RunQuery.Order.WALL, true),
            new Column("Cost", RunQuery.Order.COST, true),
            new Column("Warnings", RunQuery.Order.WARNINGS, true));

    private final Address address;
    private final Instant now;
    private final @Nullable String shown;

    /** @param shown id of the run that is shown beside the table; null if none is */
    RunTableView(Address address, Instant now, @Nullable String shown) {
        this.address = address;
        this.now = now;
        this.shown = shown;
    }

    void appendTo(Html html, List<RunSearch.Found> runs) {
        html.raw("<form method=\"get\" action=\"compare\" class=\"list\"><div class=\"scroll\" tabindex=\"0\""
                        + " role=\"region\" aria-label=\"List of runs\"><table role=\"table\"><thead"
                        + " role=\"rowgroup\"><tr role=\"row\">")
                .raw("<th scope=\"col\" role=\"columnheader\"><span class=\"hidden\">Compare</span></th>");
        COLUMNS.forEach(column -> heading(html, column));
        html.raw("</tr></thead><tbody role=\"rowgroup\">");
        runs.forEach(found -> row(html, found));
        html.raw("</tbody></table></div><p><button>Compare the runs that are ticked</button> ")
                .raw("<a "
                        + Html.attribute(
                                "href", "runs.csv" + address.with("n", null).with("from", null))
                        + ">CSV</a></p></form>");
    }

    private void heading(Html html, Column column) {
        boolean sorted = address.order() == column.order();
        String direction = sorted ? address.ascending() ? "ascending" : "descending" : "none";
        html.raw("<th scope=\"col\" role=\"columnheader\" aria-sort=\"" + direction + "\""
                + (column.number() ? " class=\"number\"" : "") + ">");
        Address turned = address.with("sort", column.order().word())
                .with("up", sorted && !address.ascending() ? "1" : null)
                .with("from", null);
        html.element("a", Html.attribute("href", "." + turned), column.title()).raw("</th>");
    }

    private void row(Html html, RunSearch.Found found) {
        RunRow row = found.row();
        boolean isShown = row.runId().equals(shown);
        html.raw("<tr role=\"row\" " + Html.attribute("id", "r-" + row.runId()) + (isShown ? " class=\"shown\"" : "")
                        + "><td role=\"cell\">")
                .raw("<input type=\"checkbox\" name=\"run\" " + Html.attribute("value", row.runId()) + " "
                        + Html.attribute("aria-label", "Compare " + RunView.name(row)) + "></td><td role=\"cell\">");
        Layout.status(html, row.status());
        html.raw("</td><td role=\"cell\" class=\"name\">")
                .element(
                        "a",
                        Html.attribute("href", "." + address.with("run", row.runId())) + " "
                                + Html.attribute("title", row.directory())
                                + (isShown ? " aria-current=\"true\"" : ""),
                        RunView.name(row));
        about(html, found);
        html.raw("</td>");
        outcome(html, row);
        html.raw("<td role=\"cell\">");
        Layout.age(html, row.startedAt(), now);
        html.raw("</td>");
        number(html, row.wallSeconds() == null ? null : RunsPage.duration(row.wallSeconds()));
        number(html, RunsPage.cost(row.cost(), row.currency()));
        number(html, row.warnings() == 0 ? "" : Figures.count(row.warnings()));
        html.raw("</tr>");
    }

    /** Says what the run read, which tags it has, and what is folded into its row. */
    private static void about(Html html, RunSearch.Found found) {
        RunRow row = found.row();
        html.raw("<div class=\"about\">");
        if (row.description().parentRunId() != null) {
            html.element("span", "", "sample");
        }
        if (row.description().input() != null) {
            html.element("span", "class=\"input\"", row.description().input());
        }
        row.description().label().tags().forEach(tag -> html.element("span", "class=\"tag\"", tag));
        if (found.attempts() > 1) {
            html.element("span", "", found.attempts() + " attempts");
        }
        if (row.samples() > 0) {
            html.element("span", "", Figures.count(row.samples()) + (row.samples() == 1 ? " sample" : " samples"));
        }
        html.raw("</div>");
    }

    /** Appends a cell with what came out of a run in a few words, or why nothing did. */
    static void outcome(Html html, RunRow row) {
        String cell = RunColumn.OUTCOME.cell(row);
        html.raw("<td role=\"cell\" class=\"result\">")
                .element("span", Html.attribute("title", cell), cell.equals("-") ? "–" : cell)
                .raw("</td>");
    }

    private static void number(Html html, @Nullable String value) {
        html.element(
                "td",
                value == null ? "role=\"cell\" class=\"number none\"" : "role=\"cell\" class=\"number\"",
                value == null ? "–" : value);
    }
}
