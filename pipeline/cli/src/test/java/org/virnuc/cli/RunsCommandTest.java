package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real runs and their history. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunsCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path input;

    @SuppressWarnings("NullAway.Init")
    private Path history;

    /** Runs a command, repeats it, and runs one that fails. */
    @BeforeAll
    void run(@TempDir Path shared) throws IOException {
        folder = shared;
        history = folder.resolve("history.db");
        input = Files.writeString(folder.resolve("in.fa"), ">a\n" + "ATGAAACGTATTGGTCGCATTACC".repeat(30) + "\n");
        Path bad = Files.writeString(folder.resolve("bad.fa"), ">a\nACGT\n>b\nAC!GT\n");
        assertThat(predict(input, "out").code()).isZero();
        assertThat(predict(input, "out").code()).isZero();
        assertThat(predict(bad, "bad").code()).isEqualTo(3);
    }

    private CommandRun predict(Path fasta, String out, String... more) {
        return predict(history, fasta, out, more);
    }

    private CommandRun predict(Path history, Path fasta, String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("predict", fasta.toString()));
        arguments.addAll(List.of("-o", folder.resolve(out).toString(), "--progress", "none"));
        arguments.addAll(List.of("--history", history.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private CommandRun runs(String... arguments) {
        List<String> all = new ArrayList<>(List.of("runs"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--history", history.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private JsonNode json(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output-format", "json"));
        CommandRun run = runs(all.toArray(String[]::new));
        assertThat(run.code()).as("%s", run.err()).isZero();
        return JSON.readTree(String.join("\n", run.out()));
    }

    @Test
    void everyAttemptIsListed() throws IOException {
        CommandRun list = runs("list");
        assertThat(list.code()).isZero();
        assertThat(list.out()).hasSize(4);
        assertThat(list.out().get(0)).startsWith("Run ").contains("Status", "Wall", "Tokens", "Cost");
        JsonNode rows = json("list");
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).path("status").asText()).isEqualTo("failed");
        assertThat(rows.get(0).path("error").asText()).contains("bad.fa");
        assertThat(rows.get(1).path("status").asText()).isEqualTo("done");
        assertThat(rows.get(1).path("previous_run_id").asText())
                .isEqualTo(rows.get(2).path("run_id").asText());
        assertThat(rows.get(2).path("tokens").asLong()).isPositive();
        assertThat(rows.get(2).path("models").asText()).contains("virnuc-mini");
        assertThat(rows.get(2).path("previous_run_id").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--status failed | 1",
                "--status done | 2",
                "--status done,failed | 3",
                "--since 1h | 3",
                "--until 1h | 0",
                "--since 2026-01-01 | 3",
                "--until 2026-01-01T00:00:00Z | 0",
                "--model virnuc-mini/dna | 1",
                "--model VIRNUC | 1",
                "--limit 2 | 2",
                "--limit all | 3",
                "--min-cost 0 | 3",
                "--min-cost 0.01 | 0",
            })
    void filters(String options, int expected) throws IOException {
        String[] words = options.split(" ", -1);
        assertThat(json("list", words[0], words[1])).hasSize(expected);
    }

    @Test
    void showsARunByItsDirectory() throws IOException {
        CommandRun shown = runs("show", folder.resolve("out").toString());
        assertThat(shown.code()).isZero();
        assertThat(String.join("\n", shown.out()))
                .contains(
                        "Attempt    2 of 2 in this directory", "Continues  2", "Command    virnuc predict", "chunking");
        JsonNode run = json("show", folder.resolve("bad").toString());
        assertThat(run.path("report").path("status").asText()).isEqualTo("failed");
        assertThat(run.path("directory").asText())
                .isEqualTo(folder.resolve("bad").toString());
    }

    @Test
    void withoutANameTheNewestRunIsShown() throws IOException {
        assertThat(json("show").path("directory").asText())
                .isEqualTo(folder.resolve("bad").toString());
        Path none = folder.resolve("never.db");
        CommandRun shown = CommandRun.of("runs", "show", "--history", none.toString());
        assertThat(shown.err())
                .containsExactly(
                        "virnuc: no run was recorded in " + none + " yet; name another history with --history");
        assertThat(shown.code()).isEqualTo(2);
    }

    /** The report in the history equals the one beside the results. */
    @Test
    void theReportIsTelemetryJson() throws IOException {
        JsonNode run = json("show", folder.resolve("out").toString());
        assertThat(run.path("report"))
                .isEqualTo(JSON.readTree(
                        folder.resolve("out").resolve("telemetry.json").toFile()));
    }

    @Test
    void compares() throws IOException {
        JsonNode rows = json("list", "--status", "done");
        String second = rows.get(0).path("run_id").asText();
        String first = rows.get(1).path("run_id").asText();
        CommandRun compared = runs("compare", first, second);
        assertThat(compared.code()).isZero();
        assertThat(compared.out().get(0)).startsWith("Before  " + first);
        assertThat(compared.out().get(1)).startsWith("After   " + second);
        assertThat(String.join("\n", compared.out()))
                .contains(
                        "after: executed by " + first + ", the run it is compared with",
                        "after: without 10 stages from checkpoints");
        JsonNode both = json("compare", first, second);
        assertThat(both.path("executed_after").path("tokens"))
                .isEqualTo(rows.get(1).path("tokens"));
        assertThat(both.path("executed_after")
                        .path("by_other_runs")
                        .path("dnabert-s")
                        .asText())
                .isEqualTo(first);
    }

    @Test
    void columnsAndOrderAreChosen() {
        assertThat(runs("list", "--columns", "input,outcome,status", "--sort", "input")
                        .out())
                .extracting(line -> line.replaceAll(" {2,}", " | "))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Input | Outcome | Status"),
                        line -> assertThat(line)
                                .startsWith(
                                        "bad.fa | " + folder.resolve("bad.fa") + ", line 4: '!' is not a nucleotide")
                                .endsWith(" | failed"),
                        line -> assertThat(line).isEqualTo("in.fa | 1 virus, 0 others, 0 unscored | done"),
                        line -> assertThat(line).isEqualTo("in.fa | 1 virus, 0 others, 0 unscored | done"));
        assertThat(runs("list", "--columns", "status", "--sort", "tokens", "--limit", "1")
                        .out())
                .containsExactly("Status", "done");
        assertThat(runs("list", "--columns", "status", "--sort", "-started", "--limit", "3")
                        .out())
                .containsExactly("Status", "done", "done", "failed");
    }

    @Test
    void namesTagsAndNotes() throws IOException {
        Path named = folder.resolve("named.db");
        assertThat(predict(named, input, "named", "--name", "first", "--tag", "plate-7,new", "--note", "as agreed")
                        .code())
                .isZero();
        String db = named.toString();
        CommandRun shown = CommandRun.of("runs", "show", "first", "--history", db);
        assertThat(shown.out())
                .contains("Name       first", "Tags       plate-7, new", "Note       as agreed", "Input      in.fa");
        CommandRun tagged = CommandRun.of("runs", "tag", "first", "--untag", "new", "--tag", "old", "--history", db);
        assertThat(tagged.out()).singleElement().asString().endsWith(": name first; tags plate-7, old; note as agreed");
        assertThat(CommandRun.of("runs", "list", "--tag", "old,plate-7", "--history", db)
                        .out())
                .hasSize(2);
        assertThat(CommandRun.of("runs", "list", "--tag", "new", "--history", db)
                        .out())
                .hasSize(1);
        assertThat(CommandRun.of("runs", "tag", "first", "--name", "", "--history", db)
                        .code())
                .isZero();
        assertThat(CommandRun.of("runs", "show", "first", "--history", db).code())
                .isEqualTo(2);
        assertThat(CommandRun.of("runs", "tag", folder.resolve("named").toString(), "--history", db)
                        .out())
                .singleElement()
                .asString()
                .endsWith(": name -; tags plate-7, old; note as agreed");
    }

    /** A sheet is one run, to which those of its samples belong. */
    @Test
    void aSheetIsOneRun() throws IOException {
        Path sheet = Files.writeString(
                folder.resolve("sheet.csv"), "sample,path\nleft," + input + "\nright," + input + "\n");
        Path kept = folder.resolve("sheet.db");
        CommandRun run = CommandRun.of(
                "predict",
                "--samples",
                sheet.toString(),
                "-o",
                folder.resolve("all").toString(),
                "--progress",
                "none",
                "--history",
                kept.toString(),
                "--tag",
                "batch");
        assertThat(run.code()).as("%s", run.err()).isZero();
        String[] list = {"runs", "list", "--columns", "name,input,status,outcome,tags", "--history", kept.toString()};
        assertThat(CommandRun.of(list).out())
                .containsExactly(
                        "Name  Input                  Status  Outcome                        Tags",
                        "-     sheet.csv (2 samples)  done    2 virus, 0 others, 0 unscored  batch");
        String[] all = Arrays.copyOf(list, list.length + 1);
        all[list.length] = "--samples";
        assertThat(CommandRun.of(all).out().stream().map(line -> line.replaceAll(" {2,}", "|")))
                .containsExactly(
                        "Name|Input|Status|Outcome|Tags",
                        "-|sheet.csv (2 samples)|done|2 virus, 0 others, 0 unscored|batch",
                        "|left|in.fa|done|1 virus, 0 others, 0 unscored|batch",
                        "|right|in.fa|done|1 virus, 0 others, 0 unscored|batch");
        List<String> shown = CommandRun.of("runs", "show", "left", "--history", kept.toString())
                .out();
        String parent = shown.stream()
                .filter(line -> line.startsWith("Sheet "))
                .findFirst()
                .orElseThrow()
                .replaceAll("^Sheet +", "");
        CommandRun page = CommandRun.of("runs", "show", parent, "--history", kept.toString());
        assertThat(page.out()).contains("Status     done").anyMatch(line -> line.startsWith("left   2"));
        JsonNode rows = JSON.readTree(String.join(
                "\n",
                CommandRun.of("runs", "list", "--output-format", "json", "--history", kept.toString())
                        .out()));
        assertThat(rows).hasSize(3);
        JsonNode sum = rows.get(2);
        assertThat(sum.path("samples").asInt()).isEqualTo(2);
        assertThat(sum.path("tokens").asLong())
                .isPositive()
                .isEqualTo(rows.get(0).path("tokens").asLong()
                        + rows.get(1).path("tokens").asLong());
        assertThat(rows.get(0).path("parent_run_id").asText()).isEqualTo(parent);
    }

    @Test
    void checkSaysThatAllIsWell() {
        CommandRun check = runs("check");
        assertThat(check.code()).isZero();
        assertThat(check.out().get(0)).startsWith(history + ": 3 runs, ").endsWith(" bytes, schema 3");
        assertThat(check.out().subList(1, 3)).containsExactly("imported 0 spooled, closed 0 as crashed", "no damage");
    }

    @Test
    void prunesAndArchivesOnlyWhatIsOld() {
        assertThat(runs("prune", "--before", "1d", "--dry-run").out().get(0)).startsWith("would forget 0 runs; ");
        assertThat(runs("prune", "--max-size", "1G").out().get(0)).startsWith("forgot 0 runs; ");
        assertThat(runs("archive", "--before", "1d").out()).containsExactly("moved 0 runs");
    }

    @Test
    void archivesAndTakesBack() throws IOException {
        Path copy = folder.resolve("copy.db");
        runs("check"); // closes the file, with everything in it
        Files.copy(history, copy);
        String name = copy.toString();
        Path archive = folder.resolve("old.jsonl.gz");
        CommandRun moved =
                CommandRun.of("runs", "archive", "--before", "2999-01-01", "-o", archive.toString(), "--history", name);
        assertThat(moved.out()).containsExactly("moved 3 runs to " + archive);
        assertThat(CommandRun.of("runs", "list", "--history", name).out()).hasSize(1);
        assertThat(CommandRun.of("runs", "archive", "--restore", archive.toString(), "--history", name)
                        .out())
                .containsExactly("took 3 runs back from " + archive);
        assertThat(CommandRun.of("runs", "prune", "--before", "2999-01-01", "--history", name)
                        .out()
                        .get(0))
                .startsWith("forgot 3 runs; ");
    }

    @Test
    void withoutTelemetryNothingIsKept() {
        Path none = folder.resolve("none.db");
        CommandRun off = predict(none, input, "off", "--telemetry", "off");
        assertThat(off.code()).isZero();
        assertThat(none).doesNotExist();
        CommandRun list = CommandRun.of("runs", "list", "--history", none.toString());
        assertThat(list.code()).isZero();
        assertThat(list.out()).hasSize(1);
        assertThat(none).doesNotExist();
    }

    @Test
    void aHistoryThatCannotBeWrittenFailsNothing() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.db"), "no database ".repeat(100));
        CommandRun run = predict(broken, input, "unlucky");
        assertThat(run.code()).isZero();
        assertThat(Files.readString(folder.resolve("unlucky").resolve("virnuc.log")))
                .contains("history " + broken + " is not a history file", "; this run is kept in " + broken + ".spool");
    }

    @Test
    void theLineAtTheEndIsConfigurable() throws IOException {
        Path other = folder.resolve("other.db");
        // The input is made up, and far from what the model knows.
        assertThat(log("out")).contains("summary: ").containsPattern("tokens, cost 0 USD, latency [0-9.]+ s, 1 warn");
        assertThat(log("bad")).containsPattern("summary: 0 tokens, cost 0 USD, latency [0-9.]+ s, [0-9]+ warn");
        assertThat(predict(other, input, "fields", "--summary-fields", "status, run,errors")
                        .code())
                .isZero();
        assertThat(log("fields")).containsPattern("summary: done, run [0-9TZa-f-]+, 0 errors");
        assertThat(predict(other, input, "quiet", "--summary-fields", "none").code())
                .isZero();
        assertThat(log("quiet")).doesNotContain("summary: ");
        Path config = Files.writeString(folder.resolve("run.yaml"), "summary-fields: calls\n");
        assertThat(predict(other, input, "configured", "--config", config.toString())
                        .code())
                .isZero();
        assertThat(log("configured")).containsPattern("summary: [0-9]+ calls\n");
    }

    private String log(String out) throws IOException {
        return Files.readString(folder.resolve(out).resolve("virnuc.log"));
    }

    @Test
    void exportsByTheNameOfTheFile() throws IOException {
        for (String name : List.of("r.csv", "r.json.gz", "r.zip", "r.pdf", "r.csv.zst")) {
            CommandRun run = runs("export", "-o", folder.resolve(name).toString());
            assertThat(run.code()).as("%s %s", name, run.err()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(folder.resolve(name)).isNotEmptyFile();
        }
        assertThat(Files.readAllLines(folder.resolve("r.csv"))).hasSize(4);
        assertThat(new String(Files.readAllBytes(folder.resolve("r.pdf")), 0, 5, StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        CommandRun printed = runs("export", folder.resolve("bad").toString(), "--metrics", "status,chunking.status");
        assertThat(printed.out()).hasSize(2);
        assertThat(printed.out().get(0)).isEqualTo("run_id,status,chunking.status");
        assertThat(printed.out().get(1)).endsWith(",failed,failed");
    }

    @Test
    void watchesOnce() {
        CommandRun run = runs("watch", "--once");
        assertThat(run.code()).isZero();
        assertThat(run.out()).containsExactly("no run is on");
    }

    @Test
    void unknownNamesAreRefused() {
        assertThat(runs("show", "nothing").err())
                .containsExactly(
                        "virnuc: no run nothing in history " + history + "; see: virnuc runs list --limit all");
        assertThat(CommandRun.of("predict", input.toString(), "--summary-fields", "speed")
                        .err())
                .containsExactly(
                        "virnuc: --summary-fields: \"speed\" is unknown; there are " + SummaryLine.KNOWN + ", or none");
    }
}
