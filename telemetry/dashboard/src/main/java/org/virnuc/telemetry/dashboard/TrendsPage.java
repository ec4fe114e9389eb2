package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunTrends;
import org.virnuc.telemetry.report.Figures;

/** Shows spending, work, speed and failures by day. Costs in different currencies have charts of their own. */
final class TrendsPage {
    private static final Map<String, String> GROUPS = Map.of("tag", "tag", "project", "folder of the run");

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
        RunSpeeds speeds = new RunSpeeds(source, address.query(now));
        Set<String> quantities = speeds.quantities();
        filters(html, quantities);
        if (days.isEmpty()) {
            html.element("p", "class=\"empty\"", "No run matches.");
        } else {
            html.raw("<div class=\"charts\">");
            charts(html, days);
            quantity(quantities).ifPresent(quantity -> speeds.charts(html, quantity));
            html.raw("</div>");
            html.element(
                    "p",
                    "class=\"note\"",
                    "Charts per million and of estimates show only those of the newest " + RunSpeeds.REPORTS
                            + " runs that succeeded and computed everything themselves.");
            speeds.table(html);
            table(html, days);
        }
        html.raw("</section>");
        return Layout.page("Over time", "Over time", html.toString());
    }

    private void filters(Html html, Set<String> quantities) {
        FilterForm form = new FilterForm(summaries.choices(), address, "trends").with("by", "Cost by", GROUPS, "model");
        if (quantities.size() > 1) {
            Map<String, String> names = new TreeMap<>();
            quantities.stream().skip(1).forEach(name -> names.put(name, name.replace('_', ' ')));
            form.with("per", "Per million", names, quantities.iterator().next().replace('_', ' '));
        }
        form.appendTo(html);
    }

    /** The quantity that charts are about: the one chosen, otherwise the first. */
    private Optional<String> quantity(Set<String> quantities) {
        String chosen = address.one("per");
        return chosen != null && quantities.contains(chosen)
                ? Optional.of(chosen)
                : quantities.stream().findFirst();
    }

    private void charts(Html html, NavigableMap<LocalDate, RunTrends.Day> days) {
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

    private void table(Html html, NavigableMap<LocalDate, RunTrends.Day> days) {
        html.raw("<details id=\"days\"><summary>Figures by day</summary><div class=\"scroll\" tabindex=\"0\""
                        + " role=\"region\"")
                .raw(" aria-label=\"Figures by day\"><table><thead><tr>");
        html.element("th", "scope=\"col\"", "Day (UTC)");
        List.of("Runs", "Not done", "Wall time", "Tokens", "Cost")
                .forEach(title -> html.element("th", "scope=\"col\" class=\"number\"", title));
        html.raw("</tr></thead><tbody>");
        days.descendingMap().forEach((date, day) -> {
            StringJoiner costs = new StringJoiner(", ");
            new TreeMap<>(day.costs()).forEach((currency, cost) -> costs.add(Figures.money(cost, currency)));
            html.raw("<tr>").element("th", "scope=\"row\"", date);
            List.of(
                            Figures.count(day.runs()),
                            Figures.count(day.runs() - day.statuses().getOrDefault(HistoryStatus.DONE, 0L)),
                            RunsPage.duration(day.wallSeconds()),
                            Figures.count(day.tokens()),
                            day.costs().isEmpty() ? Layout.UNKNOWN : costs.toString())
                    .forEach(value -> html.element("td", "class=\"number\"", value));
            html.raw("</tr>");
        });
        html.raw("</tbody></table></div></details><p><a " + Html.attribute("href", "days.csv" + address)
                + ">CSV</a></p>");
    }
}
