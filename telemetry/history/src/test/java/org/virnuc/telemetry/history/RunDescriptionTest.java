package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.virnuc.telemetry.history.SampleAttempts.START;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.history.RunDescription.Label;

/** What users write on runs stays with them, and is found. */
class RunDescriptionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private RunHistory open() {
        return RunHistory.open(folder.resolve("history.db"));
    }

    @Test
    void whatIsWrittenOnARunningRunIsThereWhenItHasEnded() {
        RunDescription about = new RunDescription("demo.fna", null, new Label("first", List.of("a", "b"), null));
        try (RunHistory history = open()) {
            history.record(SampleAttempts.begun("run-1", START, SampleAttempts.origin("x"))
                    .described(about));
            history.label("run-1", label -> label.changed(null, List.of("c"), List.of("a"), "looked at"));
            history.record(SampleAttempts.done("run-1", START, "x").described(about));
            RunRow row = new RunList(history).find("first");
            assertThat(row.status()).isEqualTo(HistoryStatus.DONE);
            assertThat(row.description()).isEqualTo(about.with(new Label("first", List.of("b", "c"), "looked at")));
            assertThat(history.attempt("run-1").orElseThrow().description()).isEqualTo(row.description());
            history.label("run-1", label -> label.changed("", List.of(), List.of("b", "c"), ""));
            assertThat(new RunList(history).find("run-1").description().label().isEmpty())
                    .isTrue();
        }
    }

    @Test
    void archivesAndTheSpoolKeepIt() {
        Attempt attempt = SampleAttempts.done("run-1", START, "x")
                .described(new RunDescription(
                        "a.fna", "run-0", new Label("n", List.of("t, with blanks".split(", ")), "w")));
        assertThat(AttemptJson.read(AttemptJson.write(attempt), "line")).isEqualTo(attempt);
        Attempt plain = attempt.described(RunDescription.NONE);
        String earlier = AttemptJson.write(plain)
                .replaceAll("\"(input|parent_run_id|name|note)\":null,", "")
                .replace("\"tags\":[],", "");
        assertThat(earlier).doesNotContain("tags", "parent_run_id");
        assertThat(AttemptJson.read(earlier, "line")).isEqualTo(plain);
    }

    @Test
    void samplesBelongToTheRunOfTheirSheet() {
        try (RunHistory history = open()) {
            history.record(SampleAttempts.done("sheet", START, "all"));
            for (String sample : List.of("s1", "s2")) {
                history.record(SampleAttempts.done(sample, START.plusSeconds(1), sample)
                        .described(new RunDescription(sample + ".fq", "sheet", Label.NONE)));
            }
            RunList list = new RunList(history);
            assertThat(list.find("sheet").samples()).isEqualTo(2);
            assertThat(list.find("s1").samples()).isZero();
            assertThat(list.samples("sheet")).extracting(RunRow::runId).containsExactly("s1", "s2");
        }
    }

    @Test
    void tagsAreWordsThatListsCanHold() {
        for (String tag : List.of("", " ", "a,b", " a")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Label(null, List.of(tag), null))
                    .withMessage("tag \"" + tag + "\" is blank, or has a comma or blanks around it");
        }
        assertThat(new Label(null, List.of("a", "b", "a"), null).tags()).containsExactly("a", "b");
    }

    @Test
    void outcomesInWords() {
        assertThat(Outcome.words(Map.of())).isEmpty();
        assertThat(
                        Outcome.words(
                                Outcome.parse(
                                        "{\"records\":12345,\"records_virus\":12000,\"records_others\":345,\"chunks\":9,\"chunks_scored\":8}")))
                .isEqualTo("12,000 virus, 345 others");
        assertThat(Outcome.words(Map.of("rows_read", 7L))).isEqualTo("7 rows read");
        assertThat(Outcome.parse("damaged")).isEmpty();
    }
}
