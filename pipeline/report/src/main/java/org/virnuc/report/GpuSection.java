package org.virnuc.report;

import java.util.List;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.GpuTable;

/** The section about GPUs; a run without any has none. */
final class GpuSection {
    private GpuSection() {}

    static Html render(RunReport report) {
        Html html = new Html();
        List<List<String>> rows = GpuTable.rows(report);
        if (rows.isEmpty()) {
            return html;
        }
        html.markup("<section id=\"gpus\"><h2>GPUs</h2>\n<div class=\"scroll\"><table><thead><tr>");
        for (int i = 0; i < GpuTable.COLUMNS.size(); i++) {
            (i < GpuTable.WORDS ? html.markup("<th>") : html.markup("<th class=\"n\">"))
                    .text(GpuTable.COLUMNS.get(i))
                    .markup("</th>");
        }
        html.markup("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            html.markup("<tr>");
            for (int i = 0; i < row.size(); i++) {
                (i < GpuTable.WORDS ? html.markup("<td>") : html.markup("<td class=\"n\">"))
                        .text(row.get(i))
                        .markup("</td>");
            }
            html.markup("</tr>\n");
        }
        html.markup("</tbody></table></div>\n");
        GpuTable.energy(report).ifPresent(html::paragraph);
        return html.paragraph("Each figure is of the whole device, other programs included.")
                .markup("</section>\n");
    }
}
