package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real run at 36 an hour, repriced. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunsRepriceCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private String out;

    @BeforeAll
    void run(@TempDir Path shared) throws IOException {
        folder = shared;
        out = folder.resolve("out").toString();
        Path input = Files.writeString(folder.resolve("in.fa"), ">a\n" + "ATGAAACGTATTGGTCGCATTACC".repeat(30) + "\n");
        CommandRun run = CommandRun.of(
                "predict",
                input.toString(),
                "-o",
                out,
                "--progress",
                "none",
                "--prices",
                prices("36"),
                "--history",
                folder.resolve("history.db").toString());
        assertThat(run.code()).as("%s", run.err()).isZero();
    }

    @Test
    void printsBothAndChangesNothingUnlessAskedTo() throws IOException {
        Path report = folder.resolve("out").resolve("telemetry.json");
        String written = Files.readString(report);
        BigDecimal was = listed();
        assertThat(was).isPositive();
        CommandRun printed = reprice(out, "--prices", prices("72"));
        assertThat(printed.code()).isZero();
        assertThat(printed.out().get(2)).matches("Stage +Before \\(USD\\) +Now \\(USD\\)");
        assertThat(printed.out())
                .anyMatch(line -> line.startsWith("dnabert-s "))
                .anyMatch(line -> line.startsWith("total "))
                .endsWith("prices now: test", "not saved; --save keeps these costs in the history");
        assertThat(listed()).isEqualTo(was);

        JsonNode json = JSON.readTree(String.join(
                "\n",
                reprice(out, "--prices", prices("72"), "--output-format", "json")
                        .out()));
        assertThat(json.path("saved").asBoolean()).isFalse();
        BigDecimal twice = new BigDecimal(json.at("/after/cost").asText());
        assertThat(new BigDecimal(json.at("/before/cost").asText())).isEqualByComparingTo(was);
        assertThat(twice.subtract(was.add(was)).abs()).isLessThan(new BigDecimal("0.00000001"));

        assertThat(reprice(out, "--prices", prices("72"), "--save").out())
                .endsWith("saved in " + folder.resolve("history.db"));
        assertThat(listed()).isEqualByComparingTo(twice);
        assertThat(Files.readString(report)).isEqualTo(written);
        reprice(out, "--prices", prices("36"), "--save");
        assertThat(listed()).isEqualByComparingTo(was);
        CommandRun shown = CommandRun.of(
                "runs", "show", out, "--history", folder.resolve("history.db").toString());
        assertThat(shown.code()).isZero();
    }

    @Test
    void oneLine() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "currency: USD\ndevices:\n  cpu:\n    per_hour: -1\n");
        assertError(
                reprice(out, "--prices", bad.toString()),
                bad + ", line 4, devices.cpu.per_hour: is -1, expected an amount such as 0.0005");
        assertError(
                reprice("nothing", "--prices", prices("72")),
                "no run nothing in history " + folder.resolve("history.db") + "; see: virnuc runs list --limit all");
        Path gone = folder.resolve("gone.yaml");
        assertError(reprice(out, "--prices", gone.toString()), "no price sheet " + gone + ": the file does not exist");
    }

    private static void assertError(CommandRun run, String message) {
        assertThat(run.err()).containsExactly("virnuc: " + message);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    private CommandRun reprice(String... arguments) {
        List<String> all = new ArrayList<>(List.of("runs", "reprice"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--history", folder.resolve("history.db").toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private BigDecimal listed() throws IOException {
        CommandRun list = CommandRun.of(
                "runs",
                "list",
                "--output-format",
                "json",
                "--history",
                folder.resolve("history.db").toString());
        return new BigDecimal(JSON.readTree(String.join("\n", list.out()))
                .path(0)
                .path("cost")
                .asText());
    }

    private String prices(String perHour) throws IOException {
        Path sheet = folder.resolve("prices-" + perHour + ".yaml");
        return Files.writeString(
                        sheet, "currency: USD\nsource: test\ndevices:\n  cpu:\n    per_hour: " + perHour + "\n")
                .toString();
    }
}
