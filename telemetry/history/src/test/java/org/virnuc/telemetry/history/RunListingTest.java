package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnuc.telemetry.history.SampleAttempts.START;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.telemetry.history.RunDescription.Label;

/** Lists of runs fit the terminal, and are ordered by any column. */
class RunListingTest {
    private static final String LONG_INPUT = "3 inputs: plate-7-well-a1.fastq.gz, plate-7-well-a2.fastq.gz, b.fq.gz";

    private static RunRow row(int number, double seconds, @Nullable String cost, @Nullable String input) {
        return new RunRow(
                "20261101T10000" + number + "-00000" + number,
                null,
                HistoryStatus.DONE,
                START.plus(Duration.ofDays(number)),
                START.plus(Duration.ofDays(number)),
                seconds,
                1,
                1_000L * number,
                cost == null ? null : new BigDecimal(cost),
                cost == null ? null : "USD",
                0,
                "virnuc-mini/dna-encoder, virnuc-mini/protein-encoder",
                "/data/projects/lab/run-" + number + ".virnuc",
                null,
                1_000L * number,
                0,
                new TreeMap<>(Map.of("records", 11L, "records_virus", 6L)),
                new RunDescription(input, null, Label.NONE),
                0);
    }

    private static final List<RunRow> ROWS =
            List.of(row(3, 2.5, "0.000277322", LONG_INPUT), row(2, 75, "12.5", "demo.fna"), row(1, 9, null, null));

    private static List<String> list(List<RunColumn> columns, OptionalInt width) {
        RunListing listing = new RunListing(columns, width);
        ROWS.forEach(listing::add);
        StringWriter text = new StringWriter();
        listing.writeTo(text);
        return text.toString().lines().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 60, 80, 100, 160, 300})
    void noLineIsWiderThanTheTerminal(int width) {
        assertThat(list(List.of(), OptionalInt.of(width))).hasSize(4).allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(width));
    }

    @Test
    void theMostImportantColumnsAreShown() {
        assertThat(list(List.of(), OptionalInt.of(60)).get(0).strip().split(" {2,}", -1))
                .containsExactly("Run", "Status", "Input", "Outcome", "Wall");
        assertThat(list(List.of(), OptionalInt.of(80)))
                .containsExactly(
                        "Run                     Status  Input             Outcome    Wall           Cost",
                        "20261101T100003-000003  done    3 inputs: pla...  6 virus   2.5 s  0.0002773 USD",
                        "20261101T100002-000002  done    demo.fna          6 virus  75.0 s       12.5 USD",
                        "20261101T100001-000001  done    -                 6 virus   9.0 s              -");
        assertThat(list(List.of(), OptionalInt.of(160)).get(0))
                .contains("Started (UTC)", "Tokens", "Warnings")
                .doesNotContain("Name", "Tags");
    }

    @Test
    void elsewhereNothingIsCut() {
        List<String> lines = list(List.of(), OptionalInt.empty());
        assertThat(lines.get(0)).contains("Models", "Directory", "Name", "Tags");
        assertThat(lines.get(1)).contains(LONG_INPUT, "/data/projects/lab/run-3.virnuc");
    }

    @Test
    void chosenColumnsAreShownInTheirOrderAndWhole() {
        assertThat(list(List.of(RunColumn.COST, RunColumn.INPUT), OptionalInt.of(30)))
                .containsExactly(
                        "         Cost  Input",
                        "0.0002773 USD  " + LONG_INPUT,
                        "     12.5 USD  demo.fna",
                        "            -  -");
    }

    @Test
    void samplesStandBelowTheirSheet() {
        RunListing listing = new RunListing(List.of(RunColumn.RUN, RunColumn.STATUS), OptionalInt.empty());
        listing.add(ROWS.get(0));
        listing.addSample(ROWS.get(1));
        StringWriter text = new StringWriter();
        listing.writeTo(text);
        assertThat(text.toString().lines().skip(1))
                .containsExactly("20261101T100003-000003    done", "  20261101T100002-000002  done");
    }

    @Test
    void ordersByAnyColumn() {
        assertThat(ordered(RunColumn.COST, false)).containsExactly("12.5", "0.000277322", "null");
        assertThat(ordered(RunColumn.COST, true)).containsExactly("0.000277322", "12.5", "null");
        assertThat(ordered(RunColumn.WALL, false)).containsExactly("12.5", "null", "0.000277322");
        assertThat(ordered(RunColumn.STARTED, false)).containsExactly("0.000277322", "12.5", "null");
        assertThat(ordered(RunColumn.INPUT, false)).containsExactly("0.000277322", "12.5", "null");
        assertThat(ordered(RunColumn.INPUT, true)).containsExactly("12.5", "0.000277322", "null");
        assertThat(ordered(RunColumn.STATUS, false)).containsExactly("0.000277322", "12.5", "null");
    }

    private static List<String> ordered(RunColumn column, boolean reversed) {
        return Stream.of(ROWS.get(2), ROWS.get(0), ROWS.get(1))
                .sorted(column.order(reversed))
                .map(row -> String.valueOf(row.cost()))
                .toList();
    }

    @Test
    void columnsHaveNames() {
        assertThat(RunColumn.words())
                .isEqualTo("run, started, status, name, tags, input, outcome, wall, tokens, cost, warnings, models,"
                        + " directory, note");
        assertThat(RunColumn.of("cost")).contains(RunColumn.COST);
        assertThat(RunColumn.of("price")).isEmpty();
    }
}
