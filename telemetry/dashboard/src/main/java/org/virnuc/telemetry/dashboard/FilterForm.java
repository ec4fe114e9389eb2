package org.virnuc.telemetry.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunSearch;

/** The form by which runs are searched. It sends its values as the address of the page. */
final class FilterForm {
    /** Values that stand in the folded part of the form. */
    private static final List<String> MORE = List.of(
            "until", "model", "host", "version", "device", "precision", "tag", "min_cost", "max_cost", "warned");

    private final Summaries.Choices choices;
    private final Address address;
    private final String page;
    private final List<Consumer<Html>> own = new ArrayList<>();

    /** @param page address of the page that the form leads to */
    FilterForm(Summaries.Choices choices, Address address, String page) {
        this.choices = choices;
        this.address = address;
        this.page = page;
    }

    /** Adds a choice of this page, with the text {@code otherwise} for none. */
    FilterForm with(String name, String label, Map<String, String> values, String otherwise) {
        own.add(html -> select(html, name, label, new TreeMap<>(values), otherwise));
        return this;
    }

    void appendTo(Html html) {
        html.raw("<form method=\"get\" action=\"" + page + "\" class=\"filters\" role=\"search\">")
                .raw("<label>Search <input type=\"search\" name=\"q\" placeholder=\"words in name, input, tag,"
                        + " model, command, error\" ")
                .raw(Html.attribute("value", address.one("q")))
                .raw("></label>");
        select(html, "status", "Status", statuses());
        select(html, "since", "Started", sinces());
        own.forEach(choice -> choice.accept(html));
        hidden(html, "sort");
        hidden(html, "up");
        html.raw("<button>Apply</button>");
        if (address.isFiltered()) {
            html.raw("<a href=\"" + page + "\">Clear</a>");
        }
        more(html);
        html.raw("</form>");
    }

    private void more(Html html) {
        boolean open = MORE.stream().anyMatch(name -> address.one(name) != null);
        html.raw("<details id=\"more-filters\"" + (open ? " open" : "") + "><summary>More filters</summary>");
        input(html, "model", "Model");
        input(html, "until", "Started before");
        for (RunQuery.Facet facet : RunQuery.Facet.values()) {
            select(
                    html,
                    Address.name(facet),
                    sentence(facet.name()),
                    values(choices.facets().getOrDefault(facet, List.of())));
        }
        select(html, "tag", "Tag", values(choices.tags()));
        input(html, "min_cost", "Cost at least");
        input(html, "max_cost", "Cost at most");
        check(html, "warned", "1", "Only with warnings");
        check(html, "attempts", "all", "Every attempt");
        check(html, "samples", "all", "Samples of sheets");
        html.raw("</details>");
    }

    private static Map<String, String> values(List<RunSearch.Choice> choices) {
        Map<String, String> values = new TreeMap<>();
        choices.forEach(choice -> values.put(choice.value(), choice.value()));
        return values;
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
        ages.put("90d", "in the last 90 days");
        ages.put("365d", "in the last year");
        return ages;
    }

    private void select(Html html, String name, String label, Map<String, String> choices) {
        select(html, name, label, choices, "any");
    }

    private void select(Html html, String name, String label, Map<String, String> choices, String otherwise) {
        List<String> chosen = address.all(name);
        Map<String, String> all = new LinkedHashMap<>(choices);
        chosen.forEach(value -> all.putIfAbsent(value, value));
        html.raw("<label>")
                .text(label)
                .raw(" <select name=\"" + name + "\"><option value=\"\">")
                .text(otherwise)
                .raw("</option>");
        all.forEach((value, text) -> html.raw("<option " + Html.attribute("value", value)
                        + (chosen.indexOf(value) == 0 ? " selected" : "") + ">")
                .text(text)
                .raw("</option>"));
        html.raw("</select></label>");
        chosen.stream()
                .skip(1)
                .forEach(value -> html.raw(
                        "<input type=\"hidden\" name=\"" + name + "\" " + Html.attribute("value", value) + ">"));
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
}
