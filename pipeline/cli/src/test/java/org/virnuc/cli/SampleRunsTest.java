package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs a sample sheet through the real stages with the embedded model. */
class SampleRunsTest {
    private static final String FIRST = ">a\nATGAAACGTATTGGTCGCATTACCGGTGAACTGCTGGAAGCGATTCGTAAAGGC\n";
    private static final String SECOND = ">b\nATGGCTGAACGTCTGCCGATTGGCAAAGCTCTGGCGAACGTTCTG\n";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path out;
    private final Path sheet;

    SampleRunsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.sheet = Files.writeString(
                folder.resolve("sheet.csv"), "sample,path,path2\none,first.fa,\nbad,bad.fa,\ntwo,first.fa,second.fa\n");
        Files.writeString(folder.resolve("first.fa"), FIRST);
        Files.writeString(folder.resolve("second.fa"), SECOND);
        Files.writeString(folder.resolve("bad.fa"), ">x\nAC7T\n");
    }

    @Test
    void everySampleIsARunOfItsOwnAndOneThatFailsStopsNoOther() throws IOException {
        CommandRun run = predict();
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .containsExactly("3 samples: 2 done, 1 failed; 3 records: "
                        + counts(4, 3) + " virus, " + counts(5, 3) + " others, " + counts(6, 3)
                        + " unscored; results in " + out.resolve("samples.tsv"));
        assertThat(column(0)).containsExactly("sample", "one", "bad", "two");
        assertThat(column(1)).containsExactly("status", "done", "failed", "done");
        assertThat(column(2)).containsExactly("records", "1", "", "2");
        assertThat(column(14).get(2))
                .startsWith(folder.resolve("bad.fa") + ", line 2: '7' is not a nucleotide letter (record 'x');");

        Path single = folder.resolve("single");
        CommandRun alone = CommandRun.of(
                "predict",
                folder.resolve("first.fa").toString(),
                folder.resolve("second.fa").toString(),
                "-o",
                single.toString(),
                "--progress",
                "none");
        assertThat(alone.code()).isZero();
        for (String name : List.of(
                "prediction_results.txt", "prediction_results_highestscore.csv", "sequences.tsv", "contig_calls.tsv")) {
            assertThat(out.resolve("two").resolve(name)).hasSameBinaryContentAs(single.resolve(name));
        }
        assertThat(out.resolve("one/virnuc.log")).content().doesNotContain("sample 2 of 3");
        assertThat(out.resolve("report.html"))
                .content()
                .contains("3 samples, 2 done: 3 records, ", "<bdi>bad</bdi></td><td>failed</td>", "bad.fa, line 2:");
        assertThat(out.resolve("two/report.html")).content().contains("<h1>VirNuc report: two</h1>");
    }

    @Test
    void aRerunGoesOnWithWhatIsMissing() throws IOException {
        assertThat(predict().code()).isEqualTo(3);
        Files.writeString(folder.resolve("bad.fa"), SECOND);
        CommandRun again = predict("--output-format", "json");
        assertThat(again.code()).isZero();
        assertThat(String.join("", again.out()))
                .contains("\"sample\" : \"bad\"")
                .doesNotContain("failed");
        assertThat(column(1)).containsExactly("status", "done", "done", "done");
        assertThat(out.resolve("one/telemetry.json"))
                .content()
                .contains("\"skipped\"")
                .doesNotContain("\"done\",\n      \"skipped");
        assertThat(out.resolve("samples.tsv")).content().doesNotContain("\t0.000\t");
    }

    @Test
    void whatAFailedSampleHasSpentIsInItsRowAndCountsForTheCap() throws IOException {
        Path prices = Files.writeString(
                folder.resolve("prices.yaml"), "currency: EUR\ndevices:\n  cpu:\n    per_hour: 36000\n");
        assertThat(predict("--prices", prices.toString()).code()).isEqualTo(3);
        assertThat(column(1)).containsExactly("status", "done", "failed", "done");
        assertThat(column(13)).containsExactly("currency", "EUR", "EUR", "EUR");
        List<BigDecimal> costs =
                column(12).stream().skip(1).map(BigDecimal::new).toList();
        assertThat(costs).allMatch(cost -> cost.signum() > 0);

        // Only the cost of the failed one is above the cap of the third.
        Files.writeString(sheet, "sample,path\nbad,bad.fa\nnew,second.fa\n");
        CommandRun capped = predict(
                "--prices", prices.toString(), "--cost-cap", costs.get(1).toPlainString(), "--output-format", "json");
        assertThat(capped.code()).isEqualTo(5);
        assertThat(column(1)).containsExactly("status", "stopped", "waiting");
        assertThat(new BigDecimal(column(12).get(1))).isGreaterThanOrEqualTo(costs.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sample,path\npatient-kowalski,first.fa\n", "sample\tfastq_1\npatient-kowalski\tfirst.fa\n"})
    void namesAndPathsOfTheSheetStayOutOfLogs(String text) throws IOException {
        Files.writeString(sheet, text);
        CommandRun run = predict("--no-sensitive-logs");
        assertThat(run.code()).isZero();
        assertThat(String.join("", run.out())).doesNotContain("kowalski").doesNotContain(folder.toString());
        Path directory = out.resolve("patient-kowalski");
        assertThat(out.resolve("report.html")).content().contains("<bdi>&lt;id-1&gt;</bdi>");
        for (String name : List.of(
                "virnuc.log", "telemetry.json", "run.json", "report.html", "virnuc_mqc.json", "../report.html")) {
            assertThat(directory.resolve(name))
                    .content()
                    .doesNotContain("kowalski")
                    .doesNotContain("first.fa")
                    .doesNotContain(folder.toString());
        }
    }

    @Test
    void whatCannotBeCarriedOutIsRefused() throws IOException {
        assertThat(predict("extra.fa").err())
                .containsExactly("virnuc: --samples goes without INPUT; name all files in the sheet");
        Files.createDirectories(out);
        Path table = Files.writeString(out.resolve("samples.tsv"), "mine\n");
        assertThat(predict().err())
                .containsExactly(
                        "virnuc: " + table + " is there and was not made by virnuc; give another directory with -o,"
                                + " so that nothing is overwritten");
        assertThat(table).hasContent("mine");

        Files.delete(table);
        Path page = Files.writeString(out.resolve("report.html"), "mine");
        assertThat(predict().err())
                .containsExactly(
                        "virnuc: " + page + " is there and not beside a samples.tsv, so it was not made by virnuc;"
                                + " give another directory with -o, so that nothing is overwritten");
        assertThat(page).hasContent("mine");
    }

    @Test
    void aDryRunTakesAllSamplesTogetherAndEachBesides() throws IOException {
        Files.writeString(folder.resolve("bad.fa"), FIRST); // as that of sample one, which opens the models
        List<String> page = predict("--dry-run").out();
        assertThat(page).anyMatch(line -> line.matches("Sample +expected +from +to +Tokens +Cost"));
        assertThat(page).anyMatch(line -> line.startsWith("two "));
        CommandRun run = predict("--dry-run", "--output-format", "json");
        assertThat(run.code()).isZero();
        assertThat(out).doesNotExist();
        JsonNode estimate = JSON.readTree(String.join("", run.out()));
        assertThat(estimate.path("counts").path("records").asInt()).isEqualTo(4);
        assertThat(estimate.path("samples").findValuesAsText("sample")).containsExactly("one", "bad", "two");
        assertThat(predict().code()).isZero();
        for (JsonNode sample : estimate.path("samples")) {
            Path directory = out.resolve(sample.path("sample").asText());
            JsonNode report = JSON.readTree(Files.readAllBytes(directory.resolve("telemetry.json")));
            JsonNode compared = report.path("estimate");
            assertThat(compared.path("not_compared").isNull()).isTrue();
            assertThat(sample.path("counts").path("frames"))
                    .isEqualTo(report.path("quantities").path("frames"));
            assertThat(Math.round(compared.path("tokens").path("expected").asDouble()))
                    .isEqualTo(sample.path("tokens").path("expected").asLong());
            assertThat(compared.path("seconds").path("expected").asDouble())
                    .as("its own, and not that of another sample with the same content")
                    .isCloseTo(sample.path("seconds").path("expected").asDouble(), Offset.offset(0.001));
            assertThat(compared.path("tokens").path("actual").asLong())
                    .isEqualTo(report.path("totals").path("tokens").asLong())
                    .isPositive();
            assertThat(compared.path("tokens").path("within").asBoolean()).isTrue();
            assertThat(directory.resolve("telemetry.md")).content().contains("## Estimate against actual");
            assertThat(directory.resolve("report.html")).content().contains("Expected before the run: time ");
        }
        assertThat(predict().code()).isZero();
        assertThat(out.resolve("one/telemetry.json"))
                .content()
                .contains("10 stages were taken from a checkpoint, and the estimate is of a run that begins afresh");
    }

    @Test
    void aDryRunNamesNoSampleWhereNamesAreSensitive() throws IOException {
        Files.writeString(sheet, "sample,path\npatient-kowalski,first.fa\n");
        CommandRun run = predict("--dry-run", "--output-format", "json", "--no-sensitive-logs");
        assertThat(run.code()).isZero();
        assertThat(JSON.readTree(String.join("", run.out())).path("samples")).hasSize(1);
        assertThat(String.join("", run.out())).doesNotContain("kowalski");
    }

    private CommandRun predict(String... more) {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("predict", "--samples", sheet.toString(), "-o", out.toString(), "--progress", "none"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private List<String> column(int number) throws IOException {
        return Files.readAllLines(out.resolve("samples.tsv")).stream()
                .map(line -> line.split("\t", -1)[number])
                .toList();
    }

    /** The sum of a column over the rows that have a value. */
    private long counts(int place, int records) throws IOException {
        long sum = column(place - 1).stream()
                .filter(text -> text.matches("[0-9]+"))
                .mapToLong(Long::parseLong)
                .sum();
        assertThat(sum).isLessThanOrEqualTo(records);
        return sum;
    }
}
