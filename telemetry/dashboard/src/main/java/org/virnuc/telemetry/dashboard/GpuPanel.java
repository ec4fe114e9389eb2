package org.virnuc.telemetry.dashboard;

import java.util.List;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.GpuTable;

/** Shows how the GPUs of a run have fared. A run without GPUs has no such panel. */
final class GpuPanel {
    private final RunReport report;

    GpuPanel(RunReport report) {
        this.report = report;
    }

    void appendTo(Html html) {
        List<List<String>> rows = GpuTable.rows(report);
        if (rows.isEmpty()) {
            return;
        }
        html.raw("<h3 id=\"gpus\">GPUs</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"GPUs\">")
                .raw("<table class=\"gpus\"><thead><tr>");
        for (int i = 0; i < GpuTable.COLUMNS.size(); i++) {
            html.element("th", "scope=\"col\"" + kind(i), GpuTable.COLUMNS.get(i));
        }
        html.raw("</tr></thead><tbody>");
        for (List<String> row : rows) {
            html.raw("<tr>").element("th", "scope=\"row\"", row.get(0));
            for (int i = 1; i < row.size(); i++) {
                html.element(
                        "td",
                        row.get(i).equals(GpuTable.UNKNOWN) ? "class=\"number none\"" : kind(i).trim(),
                        row.get(i));
            }
            html.raw("</tr>");
        }
        html.raw("</tbody></table></div>");
        GpuTable.energy(report).ifPresent(energy -> html.element("p", "class=\"outcome\"", energy));
    }

    private static String kind(int column) {
        return column < GpuTable.WORDS ? "" : " class=\"number\"";
    }
}
