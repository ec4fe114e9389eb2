package org.virnuc.telemetry.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.RunFilter;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.report.Figures;

/** The runs that match a search as one file, for people without access to the history, or as a record. */
public final class FrozenRuns implements AutoCloseable {
    /** Most runs in one file. A page with more is too large to be opened comfortably. */
    public static final int MOST = 500;

    private final RunSource source;
    private final RunQuery query;
    private final Instant now;

    /** Prepares the runs that {@code filter} selects; its limit is not used. */
    public FrozenRuns(DashboardOptions options, RunFilter filter) {
        this.source = new RunSource(options.history(), options.directories());
        this.now = Instant.now();
        this.query = RunQuery.of(filter);
    }

    /** Returns the number of runs that match. If there are more than {@link #MOST}, only the first are in the files. */
    public long runs() {
        return source.count(query);
    }

    private List<RunView> views() {
        List<RunView> views = new ArrayList<>();
        for (RunSearch.Found found : source.page(query, 0, MOST)) {
            Optional<RunView> view = source.run(found.row().runId());
            view.ifPresent(views::add);
        }
        return views;
    }

    /** Returns a page that needs neither a server nor the network. */
    public String html() {
        List<RunView> views = views();
        RunSearch.Totals totals = source.totals(query);
        Html main = new Html();
        main.raw("<section id=\"runs\"><h1>Runs</h1>");
        main.element("p", "class=\"totals\"", RunsPage.totals(totals));
        main.element("p", "class=\"note\"", note(views.size(), totals.runs()));
        for (RunView view : views) {
            main.raw("<details " + Html.attribute("id", "r-" + view.row().runId()) + "><summary>");
            Layout.status(main, view.status());
            main.text(" " + view.name() + " · " + Layout.time(view.row().startedAt()) + " UTC · "
                    + (view.row().wallSeconds() == null
                            ? Layout.UNKNOWN
                            : RunsPage.duration(view.row().wallSeconds())));
            main.raw("</summary>");
            new RunPanel(view, now, false).appendTo(main);
            main.raw("</details>");
        }
        main.raw("</section>");
        return Layout.frozen("Runs", style(), main.toString());
    }

    private String note(int shown, long all) {
        String made = "As of " + Layout.time(now) + " UTC.";
        return shown < all
                ? made + " The first " + Figures.count(shown) + " of " + Figures.count(all) + " runs."
                : made;
    }

    private static String style() {
        try {
            return new String(Dashboard.resource("app.css"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the file is in the jar
        }
    }

    /** Returns the same data as JSON: an array of what {@code api/v1/runs/ID} gives. */
    public String json() {
        List<Map<String, @Nullable Object>> runs = new ArrayList<>();
        views().forEach(view -> runs.add(Api.fields(view, now)));
        return Api.json(runs);
    }

    @Override
    public void close() {
        source.close();
    }
}
