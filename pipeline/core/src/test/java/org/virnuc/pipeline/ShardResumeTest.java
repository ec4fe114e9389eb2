package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Journal;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetrySink;

/** A finished shard of vectors is never computed twice, however the run ended. */
class ShardResumeTest {
    private static final int RECORDS = 4_000;
    private static final int SHARD_ROWS = 10_000;

    private final Path folder;
    private final Path input;

    ShardResumeTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(RECORDS, 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"DNABERT_S", "ESM_2"})
    void interruptedInTheThirdShard(StageId stage) throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.beforeLastShard = 2 * SHARD_ROWS;
        assertThatThrownBy(() -> run.run(interruptAt(stage, run.model, 2 * SHARD_ROWS + 150)))
                .isInstanceOf(InterruptedException.class)
                .hasMessage(stage.word() + " was cancelled");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        Path shards = run.folder(stage);
        assertThat(shards.resolve("shard_2.vec")).exists();
        assertThat(shards.resolve("shard_3.vec")).doesNotExist();
        assertThat(shards.resolve(Manifest.FILE_NAME)).doesNotExist();
        List<String> before = List.copyOf(run.model.encoded.getOrDefault(stage, List.of()));
        run.model.forget();
        run.model.beforeLastShard = 0;

        RunReport report = run.run();
        assertThat(run.explained()).contains(stage.word() + " runs: it was interrupted; 2 finished files are kept");
        assertThat(FakeRun.skipped(report)).startsWith("chunking", "translation");
        List<String> after = run.model.encoded.getOrDefault(stage, List.of());
        assertThat(new HashSet<>(after)).doesNotContainAnyElementsOf(before.subList(0, 2 * SHARD_ROWS));
        assertThat(after).hasSize(RECORDS * 6 - 2 * SHARD_ROWS);
        assertThat(FakeRun.stage(report, stage).itemsIn()).isEqualTo(RECORDS * 6L);
        assertThat(run.results()).isEqualTo(undisturbed());
    }

    @Test
    void damagedShardIsTheOnlyOneComputedAgain() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.run();
        Map<String, String> results = run.results();
        Path shard = run.folder(StageId.DNABERT_S).resolve("shard_2.vec");
        byte[] content = Files.readAllBytes(shard);
        content[content.length - 1] ^= 64;
        Files.write(shard, content);
        run.model.forget();

        assertThat(FakeRun.computed(run.run())).containsExactly("dnabert-s");
        assertThat(run.model.encodedBy(StageId.DNABERT_S)).isEqualTo(SHARD_ROWS);
        assertThat(run.results()).isEqualTo(results);
    }

    /** As after a power cut between the file and its line in the journal, and in the middle of a line. */
    @Test
    void shardThatTheJournalDoesNotVouchForIsComputedAgain() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.beforeLastShard = 2 * SHARD_ROWS;
        assertThatThrownBy(() -> run.run(interruptAt(StageId.ESM_2, run.model, 2 * SHARD_ROWS + 1)))
                .isInstanceOf(InterruptedException.class);
        Path journal = run.folder(StageId.ESM_2).resolve(Journal.FILE_NAME);
        String lines = Files.readString(journal);
        Files.writeString(journal, lines.substring(0, lines.length() - 5));
        run.model.forget();
        run.model.beforeLastShard = 0;

        run.run();
        assertThat(run.warnings("esm-2")).isEmpty();
        assertThat(run.model.encodedBy(StageId.ESM_2)).isEqualTo(RECORDS * 6 - SHARD_ROWS);
        assertThat(run.results()).isEqualTo(undisturbed());
    }

    @Test
    void damagedShardOfAnInterruptedRunIsNamed() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.model.beforeLastShard = 2 * SHARD_ROWS;
        assertThatThrownBy(() -> run.run(interruptAt(StageId.ESM_2, run.model, 2 * SHARD_ROWS + 1)))
                .isInstanceOf(InterruptedException.class);
        Path shard = run.folder(StageId.ESM_2).resolve("shard_1.vec");
        Files.write(shard, new byte[7]);
        run.model.forget();
        run.model.beforeLastShard = 0;

        run.run();
        assertThat(run.warnings("esm-2"))
                .singleElement()
                .asString()
                .startsWith("esm-2: " + shard + " has 7 bytes, expected ")
                .endsWith("; it is computed again");
        assertThat(run.model.encodedBy(StageId.ESM_2)).isEqualTo(RECORDS * 6 - SHARD_ROWS);
        assertThat(run.results()).isEqualTo(undisturbed());
    }

    @Test
    void identicalSequencesAreEncodedOnceAndReportedEachTime() throws IOException, InterruptedException {
        String records = Samples.manyFrames(1_000, 1);
        Path twice = Samples.write(folder.resolve("twice.fa"), records + records.replace(">read", ">again"));
        FakeRun run = new FakeRun(folder.resolve("out"), twice);
        RunReport report = run.run();
        List<String> encoded = run.model.encoded.getOrDefault(StageId.DNABERT_S, List.of());
        assertThat(encoded).hasSameSizeAs(new HashSet<>(encoded)).hasSize(6_000);
        assertThat(FakeRun.stage(report, StageId.DNABERT_S).itemsIn()).isEqualTo(12_000);

        List<String> scores = new ArrayList<>(Files.readAllLines(folder.resolve("out/prediction_results.txt")));
        assertThat(scores).hasSize(12_001);
        for (int row = 1; row <= 6_000; row++) {
            assertThat(scores.get(row + 6_000)).isEqualTo(scores.get(row).replace("read", "again"));
        }
    }

    private Map<String, String> undisturbed() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("undisturbed"), input);
        run.run();
        return run.results();
    }

    /** Interrupts the run once a model has encoded that number of sequences. */
    private static TelemetrySink interruptAt(StageId stage, FakeModel model, int sequences) {
        return event -> {
            if (event instanceof TelemetryEvent.ModelCalled call
                    && call.stage().equals(stage.word())
                    && model.encodedBy(stage) >= sequences) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
