package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnuc.telemetry.history.SampleAttempts.START;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs found, forgotten, moved away and taken back. */
class RunListTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RunHistory history;

    @BeforeEach
    void record() {
        history = RunHistory.open(folder.resolve("history.db"));
        history.record(SampleAttempts.done("20261101T100000-aa", START, "a"));
        history.record(Attempt.of(
                SampleAttempts.priced("20261102T100000-ab", day(1), "ESM-2", "0.10"), SampleAttempts.origin("a")));
        history.record(Attempt.of(
                SampleAttempts.priced("20261103T100000-ba", day(2), "dnabert-s", "0.50"), SampleAttempts.origin("b")));
        history.record(SampleAttempts.begun("20261104T100000-bb", day(3), SampleAttempts.origin("c")));
    }

    @AfterEach
    void close() {
        history.close();
    }

    private static Instant day(int days) {
        return START.plus(Duration.ofDays(days));
    }

    private List<String> ids(RunFilter filter) {
        return new RunList(history).rows(filter).stream().map(RunRow::runId).toList();
    }

    @Test
    void filters() {
        RunFilter all = RunFilter.ALL;
        assertThat(ids(all)).hasSize(4).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(ids(with(Optional.of(day(1)), Optional.of(day(3)), List.of(), Set.of())))
                .containsExactly("20261103T100000-ba", "20261102T100000-ab");
        assertThat(ids(with(Optional.empty(), Optional.empty(), List.of("esm-2"), Set.of())))
                .containsExactly("20261102T100000-ab");
        assertThat(ids(with(Optional.empty(), Optional.empty(), List.of("dnabert", "esm2-mini"), Set.of())))
                .containsExactly("20261103T100000-ba", "20261101T100000-aa");
        assertThat(ids(with(Optional.empty(), Optional.empty(), List.of(), Set.of(HistoryStatus.RUNNING))))
                .containsExactly("20261104T100000-bb");
        assertThat(ids(new RunFilter(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        2)))
                .containsExactly("20261104T100000-bb", "20261103T100000-ba");
    }

    @Test
    void filtersByCostLeaveOutWhatHasNone() {
        assertThat(ids(cost(Optional.of(new BigDecimal("0.1")), Optional.empty())))
                .containsExactly("20261103T100000-ba", "20261102T100000-ab");
        assertThat(ids(cost(Optional.empty(), Optional.of(new BigDecimal("0.10")))))
                .containsExactly("20261102T100000-ab");
        assertThat(ids(cost(Optional.of(new BigDecimal("0.1000001")), Optional.empty())))
                .containsExactly("20261103T100000-ba");
    }

    private static RunFilter cost(Optional<BigDecimal> min, Optional<BigDecimal> max) {
        return new RunFilter(Optional.empty(), Optional.empty(), List.of(), Set.of(), min, max, List.of(), 100);
    }

    private static RunFilter with(
            Optional<Instant> since, Optional<Instant> until, List<String> models, Set<HistoryStatus> statuses) {
        return new RunFilter(since, until, models, statuses, Optional.empty(), Optional.empty(), List.of(), 100);
    }

    @Test
    void foundByIdDirectoryOrBeginning() {
        RunList list = new RunList(history);
        assertThat(list.find("20261101T100000-aa").runId()).isEqualTo("20261101T100000-aa");
        assertThat(list.find("/runs/a").runId()).isEqualTo("20261102T100000-ab");
        assertThat(list.find("20261103").runId()).isEqualTo("20261103T100000-ba");
        assertThatThrownBy(() -> list.find("2026110"))
                .isInstanceOf(HistoryException.class)
                .hasMessage("run 2026110 could be 20261104T100000-bb, 20261103T100000-ba, 20261102T100000-ab,"
                        + " 20261101T100000-aa; give more of its id");
        assertThatThrownBy(() -> list.find("x"))
                .isInstanceOf(HistoryException.class)
                .hasMessage("no run x in history " + folder.resolve("history.db") + "; see: `allRuns`");
    }

    @Test
    void forgetsByAge() {
        Retention retention = new Retention(history);
        assertThat(retention.prune(Optional.of(day(2)), Optional.empty(), true).runs())
                .isEqualTo(2);
        assertThat(ids(RunFilter.ALL)).hasSize(4);
        assertThat(retention.prune(Optional.of(day(2)), Optional.empty(), false).runs())
                .isEqualTo(2);
        assertThat(ids(RunFilter.ALL)).containsExactly("20261104T100000-bb", "20261103T100000-ba");
        assertThat(HistoryCheck.check(history).problems()).isEmpty();
    }

    /** What runs is kept, however old and large. */
    @Test
    void forgetsBySizeOldestFirst() {
        for (int i = 0; i < 100; i++) {
            history.record(SampleAttempts.done("20261201-" + i, day(30).plusSeconds(i), "d"));
        }
        Retention retention = new Retention(history);
        long before =
                retention.prune(Optional.empty(), Optional.of(1L << 40), true).bytesBefore();
        Retention.Pruned pruned = retention.prune(Optional.empty(), Optional.of(before / 2), false);
        assertThat(pruned.runs()).isBetween(30L, 90L);
        assertThat(pruned.bytesAfter()).isLessThanOrEqualTo(before / 2);
        assertThat(ids(RunFilter.ALL))
                .contains("20261201-99", "20261104T100000-bb")
                .doesNotContain("20261101T100000-aa", "20261201-0");
        assertThat(retention.prune(Optional.of(day(99)), Optional.of(1L), false).runs())
                .isEqualTo(103 - pruned.runs());
        assertThat(ids(RunFilter.ALL)).containsExactly("20261104T100000-bb");
    }

    @Test
    void archivedAndTakenBack() {
        List<Attempt> before = List.of(
                history.attempt("20261101T100000-aa").orElseThrow(),
                history.attempt("20261102T100000-ab").orElseThrow());
        Path file = folder.resolve("old").resolve("runs.jsonl.gz");
        RunArchive archive = new RunArchive(history);
        assertThat(archive.write(day(2), file)).isEqualTo(2);
        assertThat(ids(RunFilter.ALL)).containsExactly("20261104T100000-bb", "20261103T100000-ba");
        assertThat(archive.write(day(2), folder.resolve("none"))).isZero();
        assertThat(folder.resolve("none")).doesNotExist();
        assertThatThrownBy(() -> archive.write(day(9), file))
                .isInstanceOf(HistoryException.class)
                .hasMessage("archive " + file + " is there already; give another name with `archive`");
        assertThat(archive.restore(file)).isEqualTo(2);
        assertThat(archive.restore(file)).isZero();
        assertThat(ids(RunFilter.ALL)).hasSize(4);
        assertThat(history.attempt(before.get(0).runId())).contains(before.get(0));
        assertThat(history.attempt(before.get(1).runId())).contains(before.get(1));
    }

    @Test
    void aDamagedArchiveIsNamedByLine() throws IOException {
        Path file = folder.resolve("damaged.gz");
        String line = AttemptJson.write(SampleAttempts.done("x", START, "a"));
        Files.write(file, AttemptJson.gzip((line + "\n{\"format\":1}\n").getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> new RunArchive(history).restore(file))
                .isInstanceOf(HistoryException.class)
                .hasMessage("archive " + file + ", line 2 is not a recorded attempt: expected format virnuc-attempt/1");
        Path plain = folder.resolve("plain");
        Files.writeString(plain, "no gzip");
        assertThatThrownBy(() -> new RunArchive(history).restore(plain))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith("cannot read archive " + plain);
    }

    @Test
    void asJsonARunIsALineOfAnArray() {
        StringWriter none = new StringWriter();
        new RunTable.Array(none).close();
        assertThat(none.toString().lines()).containsExactly("[", "]");
        StringWriter some = new StringWriter();
        try (RunTable.Array array = new RunTable.Array(some)) {
            new RunList(history).each(RunFilter.ALL, array::add);
        }
        List<String> lines = some.toString().lines().toList();
        assertThat(lines).hasSize(6).startsWith("[").endsWith("]");
        assertThat(lines.get(1)).endsWith("},").startsWith("{\"run_id\":\"20261104T100000-bb\",");
        assertThat(lines.get(2))
                .isEqualTo("{\"run_id\":\"20261103T100000-ba\",\"previous_run_id\":null,\"status\":\"done\","
                        + "\"started_at\":\"2026-11-03T10:00:00Z\",\"ended_at\":\"2026-11-03T10:00:03Z\","
                        + "\"wall_seconds\":3.0,\"calls\":1,\"tokens\":1000,\"cost\":\"0.50\",\"currency\":\"USD\","
                        + "\"warnings\":0,\"models\":\"dnabert-s\",\"directory\":\"/runs/b\",\"error\":null,"
                        + "\"prompt_tokens\":1000,\"completion_tokens\":0,\"outcome\":\"\",\"input\":null,\"name\":null,"
                        + "\"tags\":\"\",\"note\":null,\"parent_run_id\":null,\"samples\":0},");
    }

    @Test
    void asTextARunIsALine() {
        RunListing text = new RunListing(List.of(), OptionalInt.empty());
        new RunList(history).each(RunFilter.ALL, text::add);
        StringWriter lines = new StringWriter();
        text.writeTo(lines);
        assertThat(lines.toString().lines().toList().get(2))
                .isEqualTo("20261103T100000-ba  2026-11-03 10:00:00  done     -     -     -      -        3.0 s"
                        + "   1,000  0.5 USD         0  dnabert-s  /runs/b");
    }
}
