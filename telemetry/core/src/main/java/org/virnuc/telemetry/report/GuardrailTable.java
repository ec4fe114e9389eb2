package org.virnuc.telemetry.report;

import java.util.List;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.RunReport;

/** The guardrail hits of a run as a table, one row for each. */
final class GuardrailTable {
    private GuardrailTable() {}

    static Table of(RunReport run) {
        Table table = new Table(4, List.of("Guardrail", "Severity", "What", "First", "Count", "Of"));
        for (EventReport event : run.events()) {
            GuardrailHit.of(event).ifPresent(hit -> table.add(row(event, hit)));
        }
        return table;
    }

    private static List<String> row(EventReport event, GuardrailHit hit) {
        Long all = hit.of();
        return List.of(
                hit.guardrail(),
                event.severity().word(),
                hit.message(),
                String.join(", ", hit.first()),
                Figures.count(hit.count()),
                all == null ? "" : Figures.count(all) + " (" + Figures.percent(hit.share()) + ")");
    }
}
