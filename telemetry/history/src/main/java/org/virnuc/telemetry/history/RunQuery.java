package org.virnuc.telemetry.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RunSearch} looks for. A run must meet all conditions.
 *
 * @param filter conditions of lists; its statuses and limit are not used
 * @param words words that must all occur in id, directory, command, models, host, version, error, input, name, tags or
 *     note; upper and lower case of ASCII letters are equal
 * @param statuses statuses to select; empty for all
 * @param facets exact values, by column
 * @param warned whether to select only runs with warnings
 * @param newestAttempts whether to select only the newest attempt in each directory
 * @param withoutSamples whether to leave out samples whose sheet the history has
 * @param order order of the runs
 * @param ascending whether the smallest comes first
 */
public record RunQuery(
        RunFilter filter,
        List<String> words,
        Set<HistoryStatus> statuses,
        Map<Facet, String> facets,
        boolean warned,
        boolean newestAttempts,
        boolean withoutSamples,
        Order order,
        boolean ascending) {

    /** Selects every run, newest first. */
    public static final RunQuery ALL =
            new RunQuery(RunFilter.ALL, List.of(), Set.of(), Map.of(), false, false, false, Order.STARTED, false);

    private static final String SEARCHED =
            "lower(run_id || char(10) || directory || char(10) || command || char(10) || model_names || char(10) ||"
                    + " host || char(10) || version || char(10) || coalesce(error, '') || char(10) || coalesce(input, '')"
                    + " || char(10) || coalesce(name, '') || char(10) || tags || char(10) || coalesce(note, ''))";

    /** The condition on rows that are no sample of another row. */
    static final String NO_SAMPLES = "(parent_run_id IS NULL"
            + " OR NOT EXISTS (SELECT 1 FROM runs sheet WHERE sheet.run_id = runs.parent_run_id))";

    public RunQuery {
        words = List.copyOf(words);
        statuses = Set.copyOf(statuses);
        Map<Facet, String> ordered = new EnumMap<>(Facet.class);
        ordered.putAll(facets);
        facets = Collections.unmodifiableMap(ordered);
    }

    /** Selects the runs that a filter selects, newest first. The filter's limit is not used. */
    public static RunQuery of(RunFilter filter) {
        RunFilter others = new RunFilter(
                filter.since(),
                filter.until(),
                filter.models(),
                Set.of(),
                filter.minCost(),
                filter.maxCost(),
                filter.tags(),
                Integer.MAX_VALUE);
        return new RunQuery(others, List.of(), filter.statuses(), Map.of(), false, false, false, Order.STARTED, false);
    }

    /** Returns a copy that selects no run that started before a time. */
    public RunQuery since(Instant earliest) {
        RunFilter later = new RunFilter(
                Optional.of(filter.since().filter(earliest::isBefore).orElse(earliest)),
                filter.until(),
                filter.models(),
                filter.statuses(),
                filter.minCost(),
                filter.maxCost(),
                filter.tags(),
                filter.limit());
        return new RunQuery(later, words, statuses, facets, warned, newestAttempts, withoutSamples, order, ascending);
    }

    /** Returns a copy that selects the same runs, the newest first. */
    public RunQuery newestFirst() {
        return new RunQuery(
                filter, words, statuses, facets, warned, newestAttempts, withoutSamples, Order.STARTED, false);
    }

    /** Columns whose values can be chosen from a list. */
    public enum Facet {
        HOST("host"),
        VERSION("version"),
        DEVICE("devices"),
        PRECISION("precisions");

        private final String column;

        Facet(String column) {
            this.column = column;
        }

        private boolean ofModels() {
            return this == DEVICE || this == PRECISION;
        }

        private String condition() {
            return ofModels()
                    ? "EXISTS (SELECT 1 FROM models WHERE run_seq = runs.seq AND instr(" + column + ", ?) > 0)"
                    : column + " = ?";
        }

        String sql() {
            return "SELECT " + column + ", count(*) FROM " + (ofModels() ? "models" : "runs") + " WHERE " + column
                    + " != '' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50";
        }
    }

    /** Columns by which runs can be sorted. Unknown values come last in descending order. */
    public enum Order {
        STARTED("started_ms"),
        STATUS("status"),
        DIRECTORY("directory"),
        WALL("wall_seconds"),
        COST("CAST(cost AS REAL)"),
        TOKENS("tokens"),
        WARNINGS("warnings"),
        MODELS("model_names"),
        /** By the first count that lists show. */
        OUTCOME("CASE WHEN json_valid(outcome) THEN coalesce((SELECT value FROM json_each(outcome) LIMIT 1 OFFSET 1),"
                + " (SELECT value FROM json_each(outcome) LIMIT 1)) END");

        private final String column;

        Order(String column) {
            this.column = column;
        }

        /** Returns the word that stands for this order. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String sql(boolean ascending) {
            String direction = ascending ? " ASC" : " DESC";
            return column + direction + (this == STARTED ? "" : ", started_ms DESC") + ", seq" + direction;
        }
    }

    RunFilter.Condition condition(List<String> gone) {
        RunFilter.Condition listed = filter.condition();
        List<String> parts = new ArrayList<>(List.of(listed.sql()));
        List<@Nullable Object> values = new ArrayList<>(listed.values());
        for (String word : words) {
            parts.add("instr(" + SEARCHED + ", ?) > 0");
            values.add(lower(word));
        }
        if (!statuses.isEmpty()) {
            String status = gone.isEmpty()
                    ? "status"
                    : "CASE WHEN run_id IN (" + questions(gone.size()) + ") THEN 'crashed' ELSE status END";
            parts.add("(" + status + ") IN (" + questions(statuses.size()) + ")");
            values.addAll(gone);
            statuses.forEach(one -> values.add(one.word()));
        }
        facets.forEach((facet, value) -> {
            parts.add(facet.condition());
            values.add(value);
        });
        filter.minCost().ifPresent(least -> {
            parts.add("CAST(cost AS REAL) >= ?");
            values.add(least.doubleValue());
        });
        filter.maxCost().ifPresent(most -> {
            parts.add("CAST(cost AS REAL) <= ?");
            values.add(most.doubleValue());
        });
        if (warned) {
            parts.add("warnings > 0");
        }
        if (withoutSamples) {
            parts.add(NO_SAMPLES);
        }
        if (newestAttempts) {
            parts.add(
                    "NOT EXISTS (SELECT 1 FROM runs later WHERE later.directory = runs.directory AND (later.started_ms"
                            + " > runs.started_ms OR later.started_ms = runs.started_ms AND later.seq > runs.seq))");
        }
        return new RunFilter.Condition(parts.stream().collect(Collectors.joining(" AND ")), values);
    }

    /**
     * Returns the condition on runs whose figures add up: a sample is left out if its sheet meets the condition, because the
     * figures of a sheet contain those of its samples.
     */
    RunFilter.Condition summed(List<String> gone) {
        RunFilter.Condition all = condition(gone);
        if (withoutSamples) {
            return all;
        }
        List<@Nullable Object> values = new ArrayList<>(all.values());
        values.addAll(all.values());
        return new RunFilter.Condition(
                all.sql() + " AND (parent_run_id IS NULL OR parent_run_id NOT IN (SELECT run_id FROM runs WHERE "
                        + all.sql() + "))",
                values);
    }

    /** Lowers ASCII letters only, as SQLite does. */
    private static String lower(String word) {
        StringBuilder lowered = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            lowered.setCharAt(i, letter >= 'A' && letter <= 'Z' ? (char) (letter + 32) : letter);
        }
        return lowered.toString();
    }

    private static String questions(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
