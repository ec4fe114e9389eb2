package org.virnuc.telemetry.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.history.RunTable;
import org.virnuc.telemetry.report.JsonReport;

/**
 * The data behind the pages as JSON, for other programs. Version 1 has two addresses, both below the token:
 *
 * <ul>
 *   <li>{@code api/v1/runs}: runs and totals, by the conditions of the page's own address ({@code q}, {@code status},
 *       {@code since}, {@code until}, {@code model}, {@code host}, {@code version}, {@code device}, {@code precision},
 *       {@code tag}, {@code min_cost}, {@code max_cost}, {@code warned=1}, {@code attempts=all}, {@code samples=all},
 *       {@code sort}, {@code up=1}, {@code n}, {@code from})
 *   <li>{@code api/v1/runs/ID}: one run with its whole report, as in {@code telemetry.json}
 * </ul>
 *
 * <p>Fields are only added within a version. Unknown values are null. Costs are decimal text.
 */
final class Api {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature())
            .build();

    private Api() {}

    static String runs(RunSource source, Address address, Instant now) {
        RunQuery query = address.query(now);
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        whole.put("api", 1);
        whole.put("problem", source.problem());
        whole.put("totals", totals(source.totals(query)));
        List<Object> runs = new ArrayList<>();
        for (RunSearch.Found found : source.page(query, address.from(), address.shown())) {
            runs.add(fields(found));
        }
        whole.put("runs", runs);
        return json(whole);
    }

    private static Map<String, @Nullable Object> fields(RunSearch.Found found) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(RunTable.fields(found.row()));
        fields.put("attempts", found.attempts());
        fields.put("host", found.host().isEmpty() ? null : found.host());
        fields.put("version", found.version());
        return fields;
    }

    private static Map<String, Object> totals(RunSearch.Totals totals) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("runs", totals.runs());
        fields.put("wall_seconds", totals.wallSeconds());
        fields.put("calls", totals.calls());
        fields.put("tokens", totals.tokens());
        Map<String, String> costs = new TreeMap<>();
        totals.costs().forEach((currency, cost) -> costs.put(currency, text(cost)));
        fields.put("costs", costs);
        Map<String, Long> statuses = new TreeMap<>();
        for (HistoryStatus status : HistoryStatus.values()) {
            statuses.put(status.word(), totals.statuses().getOrDefault(status, 0L));
        }
        fields.put("statuses", statuses);
        return fields;
    }

    private static String text(BigDecimal cost) {
        return cost.toPlainString();
    }

    /** Returns one run; empty if there is none with that id. */
    static Optional<String> run(RunSource source, String id, Instant now) {
        return source.run(id).map(run -> json(fields(run, now)));
    }

    static Map<String, @Nullable Object> fields(RunView run, Instant now) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("api", 1);
        fields.putAll(RunTable.fields(run.row()));
        fields.put("status", run.status().word());
        fields.put("silent", run.isSilent(now));
        fields.put(
                "updated_at", run.updatedAt() == null ? null : run.updatedAt().toString());
        fields.put("command", run.attempt().command());
        fields.put("version", run.attempt().version());
        fields.put(
                "attempts",
                run.attempts().stream().map(attempt -> attempt.runId()).toList());
        fields.put(
                "files",
                RunView.FILES.stream()
                        .filter(name -> run.file(name).isPresent())
                        .toList());
        RunReport report = run.report();
        fields.put(
                "report",
                report == null ? null : new RawValue(JsonReport.render(report).strip()));
        return fields;
    }

    static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // cannot happen: maps, lists, text and numbers only
        }
    }
}
