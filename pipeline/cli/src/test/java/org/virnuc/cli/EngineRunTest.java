package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.UsageException;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunIdentity;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.shards.ResultFolder;
import org.virnuc.pipeline.shards.ShardAttempt;
import org.virnuc.pipeline.shards.ShardCosts;
import org.virnuc.pipeline.shards.ShardEngine;
import org.virnuc.pipeline.shards.ShardPlan;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.report.JsonReport;

/** {@code virnuc predict} with an engine, which here is this process. */
class EngineRunTest {
    private final Path folder;
    private final Path input;
    private final Engine engine = new Engine();

    EngineRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Files.writeString(
                folder.resolve("in.fa"),
                ">a\n" + "ATGGCCGCGGCCGCGGCGGCCGCG".repeat(40) + "\n>b\n" + "ACGTTGCA".repeat(70));
    }

    @Test
    void givesTheFilesOfAPlainRunAndComputesNothingTwice() throws IOException {
        Path plain = folder.resolve("plain");
        Path out = folder.resolve("out");
        assertThat(CommandRun.of(arguments(plain)).code()).isZero();
        CommandRun run = CommandRun.with(engine, arguments(out));
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).singleElement().asString().endsWith("results in " + out);
        assertThat(engine.computed).containsExactly(1);
        assertThat(names(out)).containsAll(names(plain));
        for (String name : List.of("prediction_results.txt", "sequences.tsv", "confidence.tsv")) {
            assertThat(out.resolve(name)).as(name).hasSameBinaryContentAs(plain.resolve(name));
        }
        assertThat(CommandRun.with(engine, arguments(out)).code()).isZero();
        assertThat(engine.computed).as("again").containsExactly(1);
        assertThat(CommandRun.with(engine, arguments(out, "--force")).code()).isZero();
        assertThat(engine.computed).as("afresh").containsExactly(1, 1);
        assertThat(CommandRun.with(engine, arguments(out, "--clean", "--telemetry", "off"))
                        .code())
                .isZero();
        assertThat(names(out)).doesNotContain("work", "shards", "plan.json", "index.bin", "telemetry.json");
        assertThat(out.resolve("sequences.tsv")).hasSameBinaryContentAs(plain.resolve("sequences.tsv"));
    }

    @Test
    void takesOverARunOfOneMachineAndRefusesThatOfAnotherInput() throws IOException {
        Path out = folder.resolve("out");
        assertThat(CommandRun.of(arguments(out)).code()).isZero();
        byte[] results = Files.readAllBytes(out.resolve("sequences.tsv"));
        Files.delete(out.resolve("sequences.tsv"));
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(EngineRun.class);
        logger.addAppender(log);
        CommandRun run = CommandRun.with(engine, arguments(out));
        logger.detachAppender(log);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(engine.computed).isEmpty();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(out
                        + " has the vectors of a run on one machine; they are taken over, and no shard is computed");
        assertThat(out.resolve("sequences.tsv")).hasBinaryContent(results);
        assertThat(CommandRun.with(engine, arguments(out, "--length", "300")).code())
                .isZero();
        assertThat(engine.computed).as("another length").containsExactly(1);
        Files.writeString(input, ">c\n" + "ATGGCCGCA".repeat(70));
        CommandRun other = CommandRun.with(engine, arguments(out));
        assertThat(other.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(other.err()).singleElement().asString().contains(out.toString(), "--force");
        assertThat(engine.computed).containsExactly(1);
    }

    /** A shard that has 100,000 machines costs more than the cap, however fast the plan is made. */
    @Test
    void aCostCapCountsTheShardsAndAHigherOneGoesOn() throws IOException {
        Path out = folder.resolve("out");
        Path prices = Files.writeString(
                folder.resolve("prices.yaml"), "currency: EUR\ndevices:\n  cpu:\n    per_hour: 3600\n");
        engine.share = "100000";
        CommandRun stopped =
                CommandRun.with(engine, arguments(out, "--prices", prices.toString(), "--cost-cap", "1000"));
        assertThat(stopped.err())
                .singleElement()
                .asString()
                .matches(
                        "virnuc: the cost cap of 1000 EUR is reached: [0-9.]+ EUR were spent, of which [0-9.]+ by shards;"
                                + " finished work is kept, and the same command with a higher --cost-cap goes on");
        assertThat(stopped.code()).isEqualTo(ExitCode.COST_CAP.number());
        assertThat(CommandRun.with(engine, arguments(out, "--prices", prices.toString(), "--cost-cap", "1000"))
                        .code())
                .as("a cap that was reached spends nothing more")
                .isEqualTo(ExitCode.COST_CAP.number());
        CommandRun higher =
                CommandRun.with(engine, arguments(out, "--prices", prices.toString(), "--cost-cap", "100000000"));
        assertThat(higher.code()).as(higher.err().toString()).isZero();
        assertThat(engine.computed).containsExactly(1);
        CostReport.Earlier earlier = Objects.requireNonNull(Objects.requireNonNull(
                        JsonReport.read(out.resolve("telemetry.json")).costs())
                .earlier());
        assertThat(earlier.cost()).as("the report counts the shards").isGreaterThan(new BigDecimal("1000"));
    }

    @Test
    void refusesWhatOnlyOneMachineCanDoBeforeAnythingIsRead() {
        Path out = folder.resolve("out");
        refused("--dry-run is for virnuc predict, which needs no Spark for it", arguments(out, "--dry-run"));
        for (String late : List.of("--master", "--spark-conf")) {
            refused(
                    late + " is for virnuc predict --engine spark; give spark-submit its own options, before the jar",
                    arguments(out, late, "spark.a=b"));
        }
        refused(
                "--no-sensitive-logs does not reach the reports of shards, which other processes write; leave it out",
                arguments(out, "--no-sensitive-logs"));
        engine.refusal = "there is no engine with `threads`";
        refused("there is no engine with --threads", arguments(out));
        assertThat(out).doesNotExist();
    }

    private void refused(String message, String... arguments) {
        CommandRun run = CommandRun.with(engine, arguments);
        assertThat(run.err()).containsExactly("virnuc: " + message);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
    }

    private String[] arguments(Path output, String... more) {
        List<String> all = new ArrayList<>(
                List.of("predict", input.toString(), "-o", output.toString(), "--threads", "1", "--precision", "fp32"));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Computes all missing shards in this process. */
    private static final class Engine implements ShardEngine {
        final List<Integer> computed = new ArrayList<>();
        String refusal = "";
        String share = "1";

        @Override
        public void require(RunRequest request) {
            if (!refusal.isEmpty()) {
                throw new UsageException(refusal);
            }
        }

        @Override
        public void compute(ShardPlan plan, RunInfo info, Watch watch) throws IOException, InterruptedException {
            ModelStore store = WorkerSetup.models();
            try (ResultFolder results = ResultFolder.open(plan)) {
                for (int shard : results.missing()) {
                    RunInfo identity = RunIdentity.now(info.command(), info.version())
                            .environment(Map.of(ShardCosts.SHARE, share));
                    RunContext context = RunContext.of(identity, store);
                    new ShardAttempt(plan, shard, "attempt-" + computed.size()).compute(1, context, store);
                    computed.add(shard);
                    watch.finished(shard);
                }
            }
        }
    }
}
