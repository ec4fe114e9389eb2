package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.cli.Program.Ended;
import org.virnuc.files.Digests;

/** The packaged program as users run it: started, watched, killed, started again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgramIT {
    private static final List<String> FINAL_FILES =
            List.of("prediction_results.txt", "prediction_results_highestscore.csv", "sequences.tsv");
    private static final int KILLS = 3;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path demo;

    @SuppressWarnings("NullAway.Init")
    private Ended undisturbed;

    @SuppressWarnings("NullAway.Init")
    private Map<String, String> expected;

    /** The number of files that an undisturbed run writes, including temporary ones. */
    private int filesSeen;

    @BeforeAll
    void runUndisturbed(@TempDir Path shared) throws IOException, InterruptedException {
        folder = shared;
        demo = DemoInput.whole(folder.resolve("demo.fna"));
        Path out = folder.resolve("undisturbed");
        try (Program program = predict(out)) {
            Set<String> seen = program.follow(out, files -> false);
            undisturbed = program.end();
            filesSeen = seen.size();
        }
        expected = results(out);
    }

    @Test
    void helpExitsZero() throws IOException, InterruptedException {
        try (Program program = Program.start(folder, "--help")) {
            Ended ended = program.end();
            assertThat(ended.code()).isZero();
            assertThat(ended.err()).isEmpty();
            assertThat(String.join("\n", ended.out())).contains("predict", "Examples:");
        }
    }

    @Test
    void theDemoEndsInOneLine() throws IOException {
        assertThat(undisturbed.code()).as("%s", undisturbed.err()).isZero();
        assertThat(undisturbed.out())
                .singleElement()
                .asString()
                .matches("11 records: [0-9]+ virus, [0-9]+ others, [0-9]+ unscored; [0-9]+ of [0-9]+ chunks scored;"
                        + " results in .*undisturbed");
        assertThat(String.join("\n", undisturbed.err())).doesNotContain("Bottlenecks");
        assertThat(undisturbed.err().get(undisturbed.err().size() - 1))
                .matches("done in [0-9.]+ s; report: .*undisturbed.report\\.html");
        assertThat(Files.readString(folder.resolve("undisturbed/virnuc.log")))
                .contains("\nBottlenecks  ", "\nThroughput ");
        assertThat(telemetry("undisturbed").path("status").asText()).isEqualTo("done");
        assertThat(expected).hasSize(FINAL_FILES.size());
    }

    @Test
    void quietAndVerbose() throws IOException, InterruptedException {
        String out = folder.resolve("heard").toString();
        Ended quiet = ended("predict", demo.toString(), "-o", out, "-q");
        assertThat(quiet.code()).isZero();
        assertThat(quiet.out()).isEmpty();
        assertThat(quiet.err()).isEmpty();
        Ended json = ended("predict", demo.toString(), "-o", out, "--quiet", "--output-format", "json");
        assertThat(json.out()).startsWith("{");
        assertThat(json.err()).isEmpty();
        Ended verbose = ended("predict", demo.toString(), "-o", out, "-v");
        assertThat(verbose.out()).hasSize(1);
        assertThat(verbose.err()).anyMatch(line -> line.startsWith("Stage  "));
        assertThat(verbose.err().get(verbose.err().size() - 1))
                .endsWith("; 10 of 10 stages were done before, and --force computes them again");
        Ended wrong = ended("predict", demo.toString(), "-o", out, "-q", "-v");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err())
                .containsExactly("virnuc: --quiet and --verbose exclude each other; leave one of them out");
        Ended bad = ended("predict", folder.resolve("none.fa").toString(), "-o", out + "2", "-q");
        assertThat(bad.code()).isNotZero();
        assertThat(bad.err()).singleElement().asString().startsWith("virnuc: ");
    }

    private Ended ended(String... arguments) throws IOException, InterruptedException {
        try (Program program = Program.start(folder, arguments)) {
            return program.end();
        }
    }

    @Test
    void killedAndRunAgain() throws IOException, InterruptedException {
        killedAtAnyMomentAndRunAgain(0.5);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource
    void killedAtAnyMomentAndRunAgain(double share) throws IOException, InterruptedException {
        long moment = 1 + (long) (share * filesSeen);
        Path out = Files.createTempDirectory(folder, "killed").resolve("out");
        try (Program program = predict(out)) {
            program.follow(out, files -> files.size() >= moment);
            program.kill();
            program.end();
        }
        try (Program again = predict(out)) {
            Ended ended = again.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
            assertThat(ended.out().get(0).replace(out.toString(), ""))
                    .isEqualTo(undisturbed
                            .out()
                            .get(0)
                            .replace(folder.resolve("undisturbed").toString(), ""));
        }
        assertThat(results(out)).isEqualTo(expected);
    }

    static DoubleStream killedAtAnyMomentAndRunAgain() {
        return new Random(2026).doubles(KILLS);
    }

    @Test
    void terminatedWhileItEncodesAndRunAgain() throws IOException, InterruptedException {
        Path out = folder.resolve("terminated");
        try (Program program = predict(out)) {
            Set<String> seen = program.follow(out, files -> files.stream()
                    .anyMatch(f -> f.matches(".*/05-dnabert-s-[^/]*/\\.shard_1\\.vec\\.[^/]*\\.tmp")));
            assertThat(seen).noneMatch(file -> file.contains("/06-esm-2-"));
            program.terminate();
            Ended ended = program.end();
            assertThat(ended.err())
                    .contains("virnuc: interrupted; finished work is kept, and the same command goes on from there");
            assertThat(ended.code()).isEqualTo(6);
            assertThat(ended.out()).isEmpty();
        }
        JsonNode telemetry = telemetry("terminated");
        assertThat(telemetry.path("status").asText()).isEqualTo("cancelled");
        assertThat(telemetry.path("stages").findValuesAsText("status"))
                .containsExactly("done", "done", "done", "done", "cancelled");
        assertThat(results(out)).isEmpty();

        try (Program again = predict(out)) {
            assertThat(again.end().code()).isZero();
        }
        assertThat(telemetry("terminated").path("stages").findValuesAsText("status"))
                .startsWith("skipped", "skipped", "skipped", "skipped", "done");
        assertThat(results(out)).isEqualTo(expected);
    }

    @Test
    void secondProcessOnADirectoryIsRefused() throws IOException, InterruptedException {
        Path out = folder.resolve("shared");
        try (Program first = Program.start(folder, "predict", "-", "-o", out.toString(), "--progress", "none")) {
            first.follow(
                    out, files -> files.stream().anyMatch(f -> f.matches(".*/00-input/\\.arriving\\.[^/]*\\.tmp")));
            try (Program second = predict(out)) {
                Ended ended = second.end();
                assertThat(ended.code()).isEqualTo(2);
                assertThat(ended.err())
                        .containsExactly("virnuc: " + out + " is in use by another virnuc run; wait for it to end, or"
                                + " give another directory with -o");
            }
            try (OutputStream input = first.input()) {
                Files.copy(demo, input);
            }
            Ended ended = first.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
        }
        assertThat(results(out)).isEqualTo(expected);
    }

    /** The heap does not grow with the input: it is far less than the ids alone would take. */
    @Tag("slow")
    @Test
    void manyReadsInASmallHeap() throws IOException, InterruptedException {
        int reads = 200_000;
        Path input = reads(reads, 300);
        Path out = folder.resolve("reads");
        String[] command = {"predict", input.toString(), "-o", out.toString(), "--length", "300", "--progress", "none"};
        try (Program program = Program.startWithHeap(folder, "96m", command)) {
            Ended ended = program.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
            assertThat(ended.out()).singleElement().asString().startsWith("200,000 records: ");
        }
        try (var rows = Files.lines(out.resolve("sequences.tsv"))) {
            assertThat(rows.count()).isEqualTo(reads + 1L);
        }
    }

    /** A chunk of 100 Mb does not fit: the program reports it immediately and does not hang. */
    @Test
    void tooSmallAHeapIsToldInOneLine() throws IOException, InterruptedException {
        Path out = folder.resolve("tiny");
        List<String> command = new ArrayList<>(List.of("predict", demo.toString(), "-o", out.toString()));
        command.addAll(List.of("--length", "100000000", "--allow-length-mismatch"));
        try (Program program = Program.startWithHeap(folder, "40m", command.toArray(String[]::new))) {
            Ended ended = program.end();
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err())
                    .filteredOn(line -> line.startsWith("virnuc: "))
                    .singleElement()
                    .asString()
                    .startsWith("virnuc: out of memory (");
        }
    }

    private Program predict(Path out) throws IOException {
        return Program.start(folder, "predict", demo.toString(), "-o", out.toString(), "--progress", "none");
    }

    private Path reads(int count, int distinct) throws IOException {
        Random random = new Random(1);
        List<String> sequences = new ArrayList<>();
        for (int i = 0; i < distinct; i++) {
            StringBuilder sequence = new StringBuilder();
            for (int j = 0; j < 150; j++) {
                sequence.append("ACGT".charAt(random.nextInt(4)));
            }
            sequences.add(sequence.toString());
        }
        Path file = folder.resolve("reads.fa");
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (int i = 0; i < count; i++) {
                out.write(">a_rather_long_name_of_a_read_as_sequencers_write_them:" + i + "\n");
                out.write(sequences.get(random.nextInt(distinct)) + "\n");
            }
        }
        return file;
    }

    private JsonNode telemetry(String run) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(run).resolve("telemetry.json").toFile());
    }

    private static Map<String, String> results(Path out) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String name : FINAL_FILES) {
            if (Files.exists(out.resolve(name))) {
                digests.put(name, Digests.ofFile(out.resolve(name)));
            }
        }
        return digests;
    }
}
