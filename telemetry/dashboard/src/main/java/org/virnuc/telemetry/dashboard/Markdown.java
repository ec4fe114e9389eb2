package org.virnuc.telemetry.dashboard;

import java.util.ArrayList;
import java.util.List;

/** Renders the Markdown that reports are written in: headings, tables, lists and paragraphs, in which nothing is markup. */
final class Markdown {
    private final Html html;

    Markdown(Html html) {
        this.html = html;
    }

    void append(String page) {
        List<String> lines = page.lines().toList();
        for (int i = 0; i < lines.size(); ) {
            String line = lines.get(i);
            int end = i + 1;
            if (line.startsWith("#")) {
                int level = line.length() - line.replaceFirst("^#+", "").length();
                html.element("h" + Math.min(6, level), "", line.substring(level).strip());
            } else if (line.startsWith("|")) {
                end = end(lines, i, "|");
                table(lines.subList(i, end));
            } else if (line.startsWith("- ")) {
                end = end(lines, i, "- ");
                list("ul", lines.subList(i, end));
            } else if (line.matches("\\d+\\. .*")) {
                while (end < lines.size() && lines.get(end).matches("\\d+\\. .*")) {
                    end++;
                }
                list("ol", lines.subList(i, end));
            } else if (!line.isBlank()) {
                html.element("p", "", line);
            }
            i = end;
        }
    }

    private static int end(List<String> lines, int start, String mark) {
        int end = start;
        while (end < lines.size() && lines.get(end).startsWith(mark)) {
            end++;
        }
        return end;
    }

    private void list(String tag, List<String> items) {
        html.raw("<" + tag + ">");
        items.forEach(item -> html.element("li", "", item.substring(item.indexOf(' ') + 1)));
        html.raw("</" + tag + ">");
    }

    private void table(List<String> rows) {
        List<String> alignment = rows.size() > 1 ? cells(rows.get(1)) : List.of();
        html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>");
        for (int i = 0; i < rows.size(); i++) {
            if (i == 1) {
                continue;
            }
            html.raw(i == 0 ? "<thead><tr>" : "<tr>");
            List<String> cells = cells(rows.get(i));
            for (int column = 0; column < cells.size(); column++) {
                boolean number =
                        column < alignment.size() && alignment.get(column).endsWith(":");
                String tag = i == 0 ? "th scope=\"col\"" : column == 0 ? "th scope=\"row\"" : "td";
                html.raw("<" + tag + (number ? " class=\"number\">" : ">"))
                        .text(cells.get(column))
                        .raw(tag.startsWith("th") ? "</th>" : "</td>");
            }
            html.raw(i == 0 ? "</tr></thead><tbody>" : "</tr>");
        }
        html.raw("</tbody></table></div>");
    }

    /** Splits a row at its bars, but not at escaped ones. */
    private static List<String> cells(String row) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        for (int i = 1; i < row.length(); i++) {
            char letter = row.charAt(i);
            if (letter == '\\' && i + 1 < row.length()) {
                cell.append(row.charAt(++i));
            } else if (letter == '|') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(letter);
            }
        }
        return cells;
    }
}
