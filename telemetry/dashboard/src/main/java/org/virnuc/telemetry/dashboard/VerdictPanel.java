package org.virnuc.telemetry.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.report.Figures;

/**
 * Compares the verdicts of two runs of VirNuc, record by record. This is the only part of the dashboard that knows what a
 * pipeline computes.
 */
final class VerdictPanel {
    private static final String TABLE = "sequences.tsv";
    private static final int EXAMPLES = 50;

    private final List<RunView> runs;

    VerdictPanel(List<RunView> runs) {
        this.runs = runs;
    }

    /** A record whose verdict is another in the second run. */
    private record Change(String id, String before, String after) {}

    /** What is found by reading both tables side by side. */
    private static final class Differences {
        private final Map<String, Long> counts = new TreeMap<>();
        private final List<Change> examples = new ArrayList<>();
        private long records;
        private @Nullable String problem;
    }

    void appendTo(Html html) {
        Path before = table(runs.get(0));
        if (before == null) {
            return;
        }
        for (RunView run : runs.subList(1, runs.size())) {
            Path after = table(run);
            if (after != null) {
                show(html, run, read(before, after));
            }
        }
    }

    private static @Nullable Path table(RunView run) {
        Path table = Path.of(run.row().directory()).resolve(TABLE);
        return run.isNewestAttempt() && Files.isRegularFile(table, LinkOption.NOFOLLOW_LINKS) ? table : null;
    }

    private void show(Html html, RunView run, Differences found) {
        html.raw("<h2>Verdicts: ")
                .text(runs.get(0).name() + " and " + run.name())
                .raw("</h2>");
        if (found.problem != null) {
            html.element("p", "", found.problem);
            return;
        }
        long changed = found.counts.values().stream().mapToLong(Long::longValue).sum();
        html.element(
                "p",
                "",
                Figures.count(changed) + " of " + Figures.count(found.records) + " records have another verdict.");
        if (changed == 0) {
            return;
        }
        html.raw("<ul>");
        found.counts.forEach((change, count) -> html.element("li", "", change + ": " + Figures.count(count)));
        html.raw(
                "</ul><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Changed verdicts\"><table><thead><tr>");
        List.of("Record", "Before", "After").forEach(title -> html.element("th", "scope=\"col\"", title));
        html.raw("</tr></thead><tbody>");
        for (Change change : found.examples) {
            html.raw("<tr>")
                    .element("th", "scope=\"row\"", change.id())
                    .element("td", "", change.before())
                    .element("td", "", change.after())
                    .raw("</tr>");
        }
        html.raw("</tbody></table></div>");
        if (changed > found.examples.size()) {
            html.element("p", "", "The first " + EXAMPLES + " are shown.");
        }
    }

    private static Differences read(Path before, Path after) {
        Differences found = new Differences();
        try (BufferedReader one = open(before);
                BufferedReader other = open(after)) {
            int column = verdict(one.readLine());
            if (column < 0 || verdict(other.readLine()) != column) {
                found.problem = "The tables of the two runs have different columns.";
                return found;
            }
            String left = one.readLine();
            String right = other.readLine();
            while (left != null && right != null) {
                compare(left.split("\t", -1), right.split("\t", -1), column, found);
                left = found.problem == null ? one.readLine() : null;
                right = other.readLine();
            }
            if (found.problem == null && (left != null || right != null)) {
                found.problem = "The runs have different numbers of records, so they are not compared.";
            }
        } catch (IOException e) {
            found.problem = "The tables of the two runs cannot be read.";
        }
        return found;
    }

    private static BufferedReader open(Path table) throws IOException {
        return new BufferedReader(new InputStreamReader(
                Files.newInputStream(table),
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)));
    }

    private static int verdict(@Nullable String header) {
        return header == null ? -1 : Arrays.asList(header.split("\t", -1)).indexOf("verdict");
    }

    private static void compare(String[] left, String[] right, int column, Differences found) {
        if (left.length <= column || right.length <= column || !left[0].equals(right[0])) {
            found.problem = "The runs have different records, so they are not compared.";
            return;
        }
        found.records++;
        if (!left[column].equals(right[column])) {
            found.counts.merge(left[column] + " became " + right[column], 1L, Long::sum);
            if (found.examples.size() < EXAMPLES) {
                found.examples.add(new Change(left[0], left[column], right[column]));
            }
        }
    }
}
