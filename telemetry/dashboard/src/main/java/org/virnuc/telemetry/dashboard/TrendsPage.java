package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.EstimateReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.history.RunTrends;
import org.virnuc.telemetry.report.Figures;

/** Shows spending, work, speed and failures by day. Costs in different currencies have charts of their own. */
final class TrendsPage {
    /** Runs whose reports are read for the figures that only reports have. */
    private static final int REPORTS = 200;

    private static final Map<String, String> GROUPS = Map.of("tag", "tag", "project", "folder of the run");

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final RunSource source;
    private final Summaries summaries;
    private final Address address;
    private final Instant now;

    TrendsPage(RunSource source, Summaries summaries, Address address, Instant now) {
        this.source = source;
        this.summaries = summaries;
        this.address = address.with("attempts", "all").with("samples", "all");
        this.now = now;
    }

    String render() {
        NavigableMap<LocalDate, RunTrends.Day> days = source.days(address.query(now));
        Html html = new Html();
        html.raw("<section id=\"trends\"><h1>Over time</h1>");
        filters(html);
        if (days.isEmpty()) {
            html.element("p", "class=\"empty\"", "No run matches.");
        } else {
            charts(html, days);
            speeds(html);
            table(html, days);
        }
        html.raw("</section>");
        return Layout.page("Over time", "Over time", html.toString());
    }

    private void filters(Html html) {
        new FilterForm(summaries.choices(), address, "trends")
                .with("by", "Cost by", GROUPS)
                .appendTo(html);
    }

    private void charts(Html html, NavigableMap<LocalDate, RunTrends.Day> days) {
        html.raw("<div class=\"charts\">");
        Set<String> currencies = new TreeSet<>();
        Set<String> models = new TreeSet<>();
        days.values().forEach(day -> {
            currencies.addAll(day.costs().keySet());
            models.addAll(day.models().keySet());
        });
        for (String currency : currencies) {
            chart(
                    html,
                    "Cost per day" + (currency.isEmpty() ? "" : " in " + currency),
                    days,
                    day -> grouped(day, currency));
        }
        chart(html, "Runs per day by outcome", days, TrendsPage::statuses);
        chart(html, "Hours per day", days, day -> Map.of("hours", day.wallSeconds() / 3600));
        for (String model : models) {
            chart(
                    html,
                    "Tokens per second: " + model,
                    days,
                    day -> rate(day.models().get(model)));
        }
        html.raw("</div>");
    }

    private Map<String, Double> grouped(RunTrends.Day day, String currency) {
        return switch (Objects.requireNonNullElse(address.one("by"), "")) {
            case "tag" -> parts(day.tags(), currency, "without a tag");
            case "project" -> parts(day.projects(), currency, "/");
            default -> parts(day, currency);
        };
    }

    private static Map<String, Double> parts(
            Map<String, Map<String, BigDecimal>> groups, String currency, String unnamed) {
        Map<String, Double> parts = new TreeMap<>();
        groups.forEach((name, costs) -> {
            BigDecimal cost = costs.getOrDefault(currency, BigDecimal.ZERO);
            if (cost.signum() > 0) {
                parts.put(name.isEmpty() ? unnamed : name, cost.doubleValue());
            }
        });
        return parts;
    }

    /** The cost of a day by model, and the rest, such as devices that were held. */
    private static Map<String, Double> parts(RunTrends.Day day, String currency) {
        Map<String, Double> parts = new TreeMap<>();
        BigDecimal whole = day.costs().getOrDefault(currency, BigDecimal.ZERO);
        BigDecimal named = BigDecimal.ZERO;
        for (Map.Entry<String, RunTrends.ModelDay> model : day.models().entrySet()) {
            BigDecimal cost = model.getValue().costs().getOrDefault(currency, BigDecimal.ZERO);
            if (cost.signum() > 0) {
                parts.put(model.getKey(), cost.doubleValue());
                named = named.add(cost);
            }
        }
        BigDecimal rest = whole.subtract(named);
        if (rest.signum() > 0) {
            parts.put("devices and the rest", rest.doubleValue());
        }
        return parts;
    }

    private static Map<String, Double> statuses(RunTrends.Day day) {
        Map<String, Double> parts = new TreeMap<>();
        for (HistoryStatus status : HistoryStatus.values()) {
            Long count = day.statuses().get(status);
            if (count != null) {
                parts.put(status.word(), (double) count);
            }
        }
        return parts;
    }

    private static Map<String, Double> rate(RunTrends.@Nullable ModelDay model) {
        return model == null || model.seconds() <= 0 ? Map.of() : Map.of("tokens/s", model.tokens() / model.seconds());
    }

    private static void chart(
            Html html,
            String title,
            NavigableMap<LocalDate, RunTrends.Day> days,
            Function<RunTrends.Day, Map<String, Double>> parts) {
        NavigableMap<LocalDate, Map<String, Double>> bars = new TreeMap<>();
        days.forEach((date, day) -> bars.put(date, parts.apply(day)));
        if (bars.values().stream().anyMatch(bar -> !bar.isEmpty())) {
            new BarChart(title, bars).appendTo(html);
        }
    }

    /** Shows what only reports have: how fast runs were, and how good estimates were. */
    private void speeds(Html html) {
        List<RunView> runs = new ArrayList<>();
        for (RunSearch.Found found : source.page(address.query(now), 0, REPORTS)) {
            if (found.row().status() == HistoryStatus.DONE) {
                source.run(found.row().runId())
                        .filter(run -> run.report() != null)
                        .ifPresent(runs::add);
            }
        }
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(report(run).throughput().keySet()));
        html.raw("<details id=\"speeds\"><summary>Speed and estimates of the newest runs that ended well</summary>")
                .raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                        + " aria-label=\"Speed\"><table><thead><tr><th scope=\"col\">Run</th>");
        names.forEach(name -> html.element(
                "th",
                "scope=\"col\"",
                "seconds per million " + name.replace("_per_second", "").replace('_', ' ')));
        Set<String> amounts = new LinkedHashSet<>();
        runs.stream()
                .filter(run -> run.row().cost() != null)
                .forEach(run -> amounts.addAll(report(run).quantities().keySet()));
        amounts.forEach(name -> html.element("th", "scope=\"col\"", "cost per million " + name.replace('_', ' ')));
        html.raw("<th scope=\"col\">Cost</th><th scope=\"col\">Time against estimate</th></tr></thead><tbody>");
        for (RunView run : runs) {
            html.raw("<tr><th scope=\"row\"><a "
                            + Html.attribute("href", ".?run=" + run.row().runId()) + ">")
                    .text(run.name())
                    .raw("</a></th>");
            for (String name : names) {
                Double rate = report(run).throughput().get(name);
                html.element("td", "", rate == null || rate <= 0 ? "–" : Figures.rate(1e6 / rate));
            }
            amounts.forEach(name -> html.element("td", "", costPerMillion(run, name)));
            String cost = RunsPage.cost(run.row().cost(), run.row().currency());
            html.element("td", "", cost == null ? Layout.UNKNOWN : cost)
                    .element("td", "", estimate(report(run)))
                    .raw("</tr>");
        }
        html.raw("</tbody></table></div></details>");
    }

    private static String costPerMillion(RunView run, String quantity) {
        BigDecimal cost = run.row().cost();
        Long amount = report(run).quantities().get(quantity);
        if (cost == null || amount == null || amount <= 0) {
            return "–";
        }
        BigDecimal each = cost.multiply(MILLION).divide(BigDecimal.valueOf(amount), MathContext.DECIMAL64);
        return Objects.requireNonNullElse(RunsPage.cost(each, run.row().currency()), "–");
    }

    private static RunReport report(RunView run) {
        return Objects.requireNonNull(run.report());
    }

    private static String estimate(RunReport report) {
        EstimateReport estimate = report.estimate();
        if (estimate == null
                || estimate.seconds().actual() == null
                || estimate.seconds().expected() <= 0) {
            return "–";
        }
        return Figures.percent(estimate.seconds().actual() / estimate.seconds().expected()) + " of the time expected";
    }

    private void table(Html html, NavigableMap<LocalDate, RunTrends.Day> days) {
        html.raw("<details id=\"days\"><summary>Figures by day</summary><div class=\"scroll\" tabindex=\"0\""
                        + " role=\"region\"")
                .raw(" aria-label=\"Figures by day\"><table><thead><tr>");
        List.of("Day (UTC)", "Runs", "Not done", "Hours", "Tokens", "Cost")
                .forEach(title -> html.element("th", "scope=\"col\"", title));
        html.raw("</tr></thead><tbody>");
        days.descendingMap().forEach((date, day) -> {
            StringJoiner costs = new StringJoiner(", ");
            new TreeMap<>(day.costs()).forEach((currency, cost) -> costs.add(Figures.money(cost, currency)));
            html.raw("<tr>").element("th", "scope=\"row\"", date);
            List.of(
                            Figures.count(day.runs()),
                            Figures.count(day.runs() - day.statuses().getOrDefault(HistoryStatus.DONE, 0L)),
                            Figures.rate(day.wallSeconds() / 3600),
                            Figures.count(day.tokens()),
                            day.costs().isEmpty() ? Layout.UNKNOWN : costs.toString())
                    .forEach(value -> html.element("td", "class=\"number\"", value));
            html.raw("</tr>");
        });
        html.raw("</tbody></table></div></details><p><a " + Html.attribute("href", "days.csv" + address)
                + ">CSV</a></p>");
    }
}
