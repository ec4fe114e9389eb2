package org.virnuc.pipeline.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.engine.Interruption;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.Samples;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.report.JsonReport;

/** A merge takes nothing that is missing, damaged, there twice or of another plan, and work is never done twice. */
class ShardMergeTest {
    @SuppressWarnings("NullAway.Init")
    private static ShardPlan plan;

    @SuppressWarnings("NullAway.Init")
    private static RunRequest request;

    @SuppressWarnings("NullAway.Init")
    private static Path computed;

    private final Path folder;
    private final Path results;

    ShardMergeTest(@TempDir Path folder) {
        this.folder = folder;
        this.results = folder.resolve("results");
    }

    /** A plan of three shards, all computed; every test has a copy of the results. */
    @BeforeAll
    static void compute(@TempDir Path shared) throws IOException, InterruptedException {
        Path input = Samples.write(shared.resolve("in.fa"), ShardSamples.several(6));
        ConfidenceOptions confidence = ConfidenceOptions.DEFAULT.with(Fallback.NONE);
        request = ShardedRun.of(List.of(input))
                .results(ResultOptions.DEFAULT.with(confidence))
                .build();
        plan = ShardedRun.plan(request, shared.resolve("plan"));
        computed = shared.resolve("computed");
        for (int shard = 1; shard <= plan.shards(); shard++) {
            ShardedRun.worker(plan, computed).compute(shard, ShardedRun.context());
        }
    }

    @BeforeEach
    void copy() throws IOException {
        copy(computed, results);
    }

    @Test
    void missingAndUnfinishedShardsAreNamed() throws IOException {
        Files.delete(results.resolve("0002").resolve(ShardResult.NAME));
        refused(
                List.of(results),
                "shard 2 is not finished in " + results + ", of 3 shards of " + plan.folder()
                        + "; compute it with `work` 2");
        Path none = folder.resolve("none");
        refused(
                List.of(none),
                "shards 1-3 are not finished in " + none + ", of 3 shards of " + plan.folder()
                        + "; compute them with `work` 1-3");
    }

    @Test
    void aShardThatIsThereTwiceIsNamed() throws IOException {
        Path other = folder.resolve("other").resolve("0003");
        copy(results.resolve("0003"), other);
        refused(
                List.of(results, other.getParent()),
                other + ": shard 3 is also in " + results.resolve("0003") + "; leave one of the two folders out");
    }

    /** The files of a plan and of its shards are replaced by nothing that a user names. */
    @Test
    void nothingElseIsWrittenOverPlanAndShards() throws IOException {
        Path shard = results.resolve("0002");
        overwrites(plan.folder().resolve(PlanFile.NAME), "is both the plan and the export");
        overwrites(
                plan.folder().resolve("work/telemetry.prom"),
                "is the export and lies in the work folder of the plan " + plan.folder());
        overwrites(shard.resolve(ShardResult.NAME), "is the export and lies in the folder of shard 2");
        Path within = plan.folder().resolve("work");
        assertThatThrownBy(() -> ShardedRun.worker(plan, within))
                .isInstanceOf(UsageException.class)
                .hasMessage(within + " is the folder of the results and lies in the work folder of the plan "
                        + plan.folder()
                        + ", so it would be overwritten or removed; give another directory with `output`");
    }

    private void overwrites(Path file, String clash) throws IOException {
        NamedFiles files = new NamedFiles();
        ShardMerge.of(plan, List.of(results)).addTo(files, "give another");
        files.writes("the export", file, "give another");
        assertThatThrownBy(files::check)
                .isInstanceOf(UsageException.class)
                .hasMessage(file + " " + clash + ", so it would be overwritten or removed; give another");
    }

    @Test
    void aShardOfAnotherPlanIsNamed() throws IOException {
        edit(results.resolve("0001"), plan.fingerprint(), "0".repeat(64));
        refused(
                List.of(results),
                results.resolve("0001")
                        + ": shard 1 belongs to another plan, with other inputs, another model or another version: its"
                        + " fingerprint is 000000000000, expected "
                        + plan.fingerprint().substring(0, 12)
                        + "; leave it out, or compute it again with `work` 1");
    }

    @Test
    void aShardOfAnotherKindOfMachineIsNamed() throws IOException {
        edit(results.resolve("0002"), plan.machine(), "linux riscv64");
        refused(
                List.of(results),
                results.resolve("0002") + ": shard 2 was computed on linux riscv64, and the plan is for "
                        + plan.machine()
                        + ", where the last digits of scores may differ; compute it again with `work` 2");
    }

    @Test
    void aWrongChecksumIsNamedAndTheShardIsComputedAgain() throws IOException, InterruptedException {
        Path vectors = vectors(results.resolve("0001"));
        byte[] bytes = Files.readAllBytes(vectors);
        bytes[bytes.length - 1] ^= 1;
        Files.write(vectors, bytes);
        assertThatThrownBy(() -> ShardedRun.merge(plan, List.of(results), folder.resolve("merged")))
                .isInstanceOf(InputException.class)
                .hasMessage(vectors + ": its checksum is not that of the file that was written; compute it again with"
                        + " `work` 1");
        assertThat(ShardedRun.worker(plan, results)
                        .compute(1, ShardedRun.context())
                        .before())
                .isFalse();
        assertThat(vectors).hasSameBinaryContentAs(vectors(computed.resolve("0001")));
        assertThat(ShardedRun.worker(plan, results)
                        .compute(1, ShardedRun.context())
                        .before())
                .isTrue();
    }

    @Test
    void theReportSaysWhereAndHowLongTheShardsWereComputed() throws IOException, InterruptedException {
        RunResult merged = ShardedRun.merge(plan, List.of(results), folder.resolve("merged"));
        assertThat(merged.report().environment())
                .containsEntry("shards", "3")
                .containsEntry("shard_machines", plan.machine() + " (3 shards)");
        assertThat(merged.report().events())
                .anyMatch(event -> event.message().startsWith("3 shards were computed in "));
        StageReport encoder = merged.report().stages().get(4);
        assertThat(encoder.id()).isEqualTo("dnabert-s");
        assertThat(encoder.itemsIn()).isEqualTo(plan.frames());
        assertThat(encoder.metrics()).containsKeys("shards_seconds", "slowest_shard_seconds");
        RunResult plain = new PipelineRun(ShardedRun.context())
                .run(request.toBuilder().into(merged.directory()).build());
        assertThat(plain.report().stages())
                .as("predict takes what the merge has left")
                .allMatch(stage -> stage.status() == StageStatus.SKIPPED);
    }

    @Test
    void aKilledShardGoesOnWhereItStopped() throws IOException, InterruptedException {
        Path again = folder.resolve("again");
        Thread worker = Thread.currentThread();
        TelemetrySink killer = TelemetrySink.immediately(event -> {
            if (event instanceof TelemetryEvent.StageEnded) {
                worker.interrupt();
            }
        });
        assertThatThrownBy(() -> ShardedRun.worker(plan, again, killer).compute(3, ShardedRun.context()))
                .matches(Interruption::caused, "an interruption");
        assertThat(again.resolve("0003").resolve(ShardResult.NAME)).doesNotExist();
        ShardedRun.worker(plan, again).compute(3, ShardedRun.context());
        List<StageReport> stages =
                JsonReport.read(again.resolve("0003").resolve("telemetry.json")).stages();
        assertThat(stages).extracting(StageReport::status).containsExactly(StageStatus.SKIPPED, StageStatus.DONE);
        assertThat(vectors(again.resolve("0003"))).hasSameBinaryContentAs(vectors(computed.resolve("0003")));
    }

    @Test
    void aPlanIsNotReplacedByThatOfAnotherInput() throws IOException, InterruptedException {
        Path first = Samples.write(folder.resolve("a.fa"), ">a\nACGT\n");
        Path second = Samples.write(folder.resolve("b.fa"), ">b\nACGG\n");
        Path place = folder.resolve("plan");
        ShardedRun.plan(ShardedRun.of(List.of(first)).build(), place);
        RunRequest other = ShardedRun.of(List.of(second)).build();
        assertThatThrownBy(() -> ShardedRun.plan(other, place))
                .isInstanceOf(UsageException.class)
                .hasMessage(place + " has the plan of another input, " + first
                        + "; give another directory with `output`, or `force` to replace it");
        assertThat(ShardedRun.plan(other.toBuilder().force(true).build(), place).chunks())
                .isEqualTo(1);
    }

    @Test
    void aFolderWithoutAPlanAndADamagedPlanAreNamed() throws IOException {
        assertThatThrownBy(() -> ShardPlan.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessage(folder + ": there is no plan.json; make a plan with `shard`");
        Path file = Files.writeString(folder.resolve("plan.json"), "{\"format\":\"virnuc-plan/1\"}");
        assertThatThrownBy(() -> ShardPlan.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": it is damaged; make the plan again");
        Files.writeString(file, "{\"format\":\"virnuc-plan/9\"}");
        assertThatThrownBy(() -> ShardPlan.open(folder))
                .hasMessage(file + ": the format is \"virnuc-plan/9\", expected virnuc-plan/1; make the plan again");
    }

    private static void refused(List<Path> folders, String message) {
        assertThatThrownBy(() -> ShardMerge.of(plan, folders))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    private static void edit(Path shard, String from, String to) throws IOException {
        Path file = shard.resolve(ShardResult.NAME);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static Path vectors(Path shard) throws IOException {
        try (Stream<Path> all = Files.walk(shard)) {
            return all.filter(file -> file.toString().contains("dnabert-s")
                            && file.toString().endsWith(".vec"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
