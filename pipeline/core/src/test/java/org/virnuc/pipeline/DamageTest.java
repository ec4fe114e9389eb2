package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.files.FileRecord;
import org.virnuc.telemetry.RunReport;

/** A work file that is not as it was written is noticed, named and computed again, and nothing else is. */
class DamageTest {
    private final Path out;
    private final FakeRun run;
    private final Map<String, String> results;

    DamageTest(@TempDir Path folder) throws IOException, InterruptedException {
        out = folder.resolve("out");
        run = new FakeRun(out, Samples.write(folder.resolve("in.fa"), Samples.mixed(1)));
        run.run();
        results = run.results();
    }

    /** What can happen to a file. */
    private enum Damage {
        TRUNCATED("has [0-9]+ bytes, expected [0-9]+") {
            @Override
            void inflict(Path file) throws IOException {
                byte[] content = Files.readAllBytes(file);
                Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
            }
        },
        EDITED("has the right size but other content") {
            @Override
            void inflict(Path file) throws IOException {
                byte[] content = Files.readAllBytes(file);
                content[content.length * 2 / 3] ^= 1;
                Files.write(file, content);
            }
        },
        LONGER("has [0-9]+ bytes, expected [0-9]+") {
            @Override
            void inflict(Path file) throws IOException {
                Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);
            }
        },
        DELETED("is missing") {
            @Override
            void inflict(Path file) throws IOException {
                Files.delete(file);
            }
        };

        private final String words;

        Damage(String words) {
            this.words = words;
        }

        abstract void inflict(Path file) throws IOException;
    }

    @TestFactory
    Stream<DynamicTest> everyFileInEveryWay() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        int files = 0;
        for (StageId stage : StageId.nine()) {
            for (FileRecord file :
                    Manifest.read(run.folder(stage)).orElseThrow().files()) {
                files++;
                for (Damage damage : Damage.values()) {
                    String name = stage.word() + "/" + file.name() + " " + damage;
                    tests.add(DynamicTest.dynamicTest(name, () -> recovers(stage, file.name(), damage)));
                }
            }
        }
        assertThat(files).as("work files").isGreaterThanOrEqualTo(14);
        return tests.stream();
    }

    private void recovers(StageId stage, String name, Damage damage) throws IOException, InterruptedException {
        Path file = run.folder(stage).resolve(name);
        damage.inflict(file);
        RunReport report = run.run();
        assertThat(FakeRun.computed(report)).containsExactly(stage.word());
        assertThat(FakeRun.skipped(report)).hasSize(StageId.nine().size() - 1);
        assertThat(run.warnings())
                .filteredOn(warning -> warning.contains(out.resolve("work").toString()))
                .singleElement()
                .asString()
                .startsWith(stage.word() + ": " + file + " ")
                .matches(".* " + damage.words + "; it is computed again");
        assertThat(run.explained()).contains(stage.word() + " runs: its finished output was damaged");
        assertThat(run.results()).isEqualTo(results);
        assertThat(FakeRun.skipped(run.run())).hasSize(StageId.nine().size());
    }

    @TestFactory
    Stream<DynamicTest> everyManifest() {
        return StageId.nine().stream()
                .flatMap(stage -> Stream.of(
                        DynamicTest.dynamicTest(stage.word() + " torn", () -> manifestLost(stage, Damage.TRUNCATED)),
                        DynamicTest.dynamicTest(stage.word() + " deleted", () -> manifestLost(stage, Damage.DELETED))));
    }

    private void manifestLost(StageId stage, Damage damage) throws IOException, InterruptedException {
        damage.inflict(run.folder(stage).resolve(Manifest.FILE_NAME));
        assertThat(FakeRun.computed(run.run())).containsExactly(stage.word());
        assertThat(run.results()).isEqualTo(results);
    }

    @Test
    void finalFileThatWasEditedIsPutRight() throws IOException, InterruptedException {
        Damage.EDITED.inflict(out.resolve("prediction_results.txt"));
        Files.delete(out.resolve("sequences.tsv"));
        assertThat(FakeRun.skipped(run.run())).hasSize(StageId.nine().size());
        assertThat(run.results()).isEqualTo(results);
    }

    @Test
    void damageInSeveralStagesIsAllMended() throws IOException, InterruptedException {
        Damage.EDITED.inflict(run.folder(StageId.CHUNKING).resolve("chunked.fa"));
        Damage.DELETED.inflict(run.folder(StageId.ESM_2).resolve("shard_1.vec"));
        Damage.TRUNCATED.inflict(run.folder(StageId.CONSENSUS).resolve("sequences.tsv"));
        assertThat(FakeRun.computed(run.run())).containsExactly("chunking", "esm-2", "consensus");
        assertThat(new TreeMap<>(run.results())).isEqualTo(results);
    }
}
