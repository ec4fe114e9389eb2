package org.virnuc.engine.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.Setting;
import org.virnuc.engine.StageId;
import org.virnuc.files.FileRecord;
import org.virnuc.files.OutputFile;

/** The state of a stage's folder for the next run, after every way a run can end. */
class ResumePointTest {
    private static final Fingerprint FINGERPRINT =
            new Fingerprint(StageId.ESM_2, List.of(new Setting("model", "m", "it makes the vectors")));

    private final Path folder;
    private final List<Long> reused = new ArrayList<>();

    ResumePointTest(@TempDir Path root) {
        this.folder = root.resolve("stage");
    }

    @Test
    void missingFolderHoldsNothing() throws IOException {
        ResumePoint checkpoint = inspect();
        assertThat(checkpoint.finished()).isEmpty();
        assertThat(checkpoint.kept()).isEmpty();
        assertThat(checkpoint.damages()).isEmpty();
        assertThat(checkpoint).hasToString(folder + " finished=false kept=[]");
    }

    @Test
    void finishedStage() throws IOException, InterruptedException {
        write("a", "b");
        ResumePoint checkpoint = inspect();
        assertThat(checkpoint.finished()).isPresent();
        assertThat(checkpoint.damages()).isEmpty();
        assertThat(checkpoint.finished().orElseThrow().counts()).containsEntry("rows", 2L);
        assertThat(folder.resolve("scratch")).doesNotExist();
    }

    @Test
    void aLostOrEditedManifestCostsNoFile() throws IOException, InterruptedException {
        write("a", "b");
        Path manifest = folder.resolve(Manifest.FILE_NAME);
        Files.writeString(manifest, Files.readString(manifest).replace("\"rows\" : 2", "\"rows\" : 3"));
        ResumePoint edited = inspect();
        assertThat(edited.finished()).isEmpty();
        assertThat(edited.kept()).containsOnlyKeys("a", "b");
        assertThat(edited.damages()).containsExactly(manifest + " is not what was written");
        Files.delete(manifest);
        assertThat(inspect().kept()).containsOnlyKeys("a", "b");
    }

    @Test
    void damagedStageKeepsWhatIsWhole() throws IOException, InterruptedException {
        write("a", "b");
        Files.writeString(folder.resolve("a"), "x");
        ResumePoint checkpoint = inspect();
        assertThat(checkpoint.finished()).isEmpty();
        assertThat(checkpoint.kept()).containsOnlyKeys("b");
        assertThat(checkpoint.damages()).containsExactly(folder.resolve("a") + " has 1 bytes, expected 12");
    }

    @Test
    void unfinishedStageKeepsWhatTheJournalVouchesFor() throws IOException, InterruptedException {
        try (StageFolder stage = new StageFolder(inspect(), reused::add)) {
            stage.once("a", 3, out -> text(out, "content of a"));
            Files.writeString(stage.scratch().resolve("temporary"), "x");
            assertThatThrownBy(() -> stage.once("b", 4, out -> {
                        text(out, "half");
                        throw new IOException("cut");
                    }))
                    .hasMessage("cut");
        }
        ResumePoint checkpoint = inspect();
        assertThat(checkpoint.finished()).isEmpty();
        assertThat(checkpoint.kept()).containsOnlyKeys("a");
        assertThat(folder.resolve("b")).doesNotExist();

        try (StageFolder stage = new StageFolder(checkpoint, reused::add)) {
            assertThat(folder.resolve("scratch")).doesNotExist();
            stage.once("a", 3, out -> {
                throw new AssertionError("written again");
            });
            assertThat(reused).containsExactly(3L);
            stage.once("b", 4, out -> text(out, "content of b"));
            assertThat(reused).containsExactly(3L);
            stage.finish("run-2", 1, 2);
        }
        assertThat(inspect().finished().orElseThrow().files())
                .extracting(FileRecord::name)
                .containsExactly("a", "b");
    }

    @Test
    void manifestOfAnotherFingerprintDoesNotCount() throws IOException, InterruptedException {
        write("a");
        Fingerprint other = new Fingerprint(StageId.ESM_2, List.of(new Setting("model", "n", "")));
        assertThat(ResumePoint.inspect(folder, other).finished()).isEmpty();
    }

    /** If the process dies while it repairs a finished stage, intact files are still reused. */
    @Test
    void openingADamagedStageForgetsNoFile() throws IOException, InterruptedException {
        write("a", "b");
        Files.delete(folder.resolve("a"));
        new StageFolder(inspect(), reused::add).close();
        assertThat(folder.resolve(Manifest.FILE_NAME)).doesNotExist();
        assertThat(inspect().kept()).containsOnlyKeys("b");
    }

    private ResumePoint inspect() throws IOException {
        return ResumePoint.inspect(folder, FINGERPRINT);
    }

    private void write(String... names) throws IOException, InterruptedException {
        try (StageFolder stage = new StageFolder(inspect(), reused::add)) {
            for (String name : names) {
                stage.once(name, 1, out -> text(out, "content of " + name));
            }
            Files.writeString(stage.scratch().resolve("temporary"), "x");
            stage.count("rows", names.length);
            stage.finish("run-1", 1, names.length);
        }
    }

    private static void text(OutputFile out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
