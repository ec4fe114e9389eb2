package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.resume.Fingerprint;
import org.virnuc.engine.resume.Journal;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.engine.resume.ResumePoint;
import org.virnuc.engine.resume.StageFolder;
import org.virnuc.engine.run.StageRunner;

/**
 * What every stage promises: the same input gives the same bytes; stopped half-way and run again, too; a changed setting
 * changes the fingerprint; counts add up.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StageContract<I, O> {
    @SuppressWarnings("NullAway.Init")
    private StageInputs inputs;

    @SuppressWarnings("NullAway.Init")
    private Artifact<I> input;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** The stage under test. */
    abstract Stage<I, O> stage(FakeModel model);

    /** What it reads. */
    abstract Artifact<I> input(StageInputs inputs) throws IOException, InterruptedException;

    /** Changed settings, each of which changes the output; none where only the format is a setting. */
    List<UnaryOperator<FakeModel>> changes() {
        return List.of();
    }

    /** Checks that what came out accounts for what went in. */
    abstract void reconcile(I input, Manifest manifest);

    static long count(Manifest manifest, String name) {
        return Objects.requireNonNull(manifest.counts().get(name), name);
    }

    /** Whose stages make the inputs. */
    StageInputs inputs(Path folder) throws IOException {
        return new StageInputs(folder);
    }

    @BeforeAll
    void makeInputs(@TempDir Path shared) throws IOException, InterruptedException {
        inputs = inputs(shared);
        input = input(inputs);
    }

    @BeforeEach
    void makeFolder(@TempDir Path fresh) {
        folder = fresh;
    }

    @AfterAll
    void closeInputs() throws IOException {
        inputs.close();
    }

    @Test
    void sameInputSameBytes() throws IOException, InterruptedException {
        Manifest one = run(new FakeModel(), "one", new StageWatch());
        Manifest two = run(new FakeModel(), "two", new StageWatch());
        assertThat(contents("one")).isNotEmpty().isEqualTo(contents("two"));
        assertThat(two.contentDigest()).isEqualTo(one.contentDigest());
        assertThat(two.fingerprint()).isEqualTo(one.fingerprint());
    }

    @Test
    void countsAddUp() throws IOException, InterruptedException {
        StageWatch watch = new StageWatch();
        Manifest manifest = run(new FakeModel(), "one", watch);
        long expected = stage(new FakeModel()).items(input.value());
        assertThat(watch.items()).isPositive();
        if (expected >= 0) {
            assertThat(watch.items()).isEqualTo(expected);
        }
        assertThat(manifest.counts()).containsKey(stage(new FakeModel()).id().produced());
        reconcile(input.value(), manifest);
    }

    /** The shares are of all calls of the observer, so that it is stopped early, in the middle and at the last. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.5, 0.8, 1})
    void cancelledAndRunAgainSameBytes(double share) throws IOException, InterruptedException {
        StageWatch undisturbed = new StageWatch();
        Manifest expected = run(new FakeModel(), "undisturbed", undisturbed);
        StageWatch stopped = StageWatch.cancelledAt(1 + Math.round(share * (undisturbed.calls() - 1)));
        assertThatThrownBy(() -> run(new FakeModel(), "stopped", stopped))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("cancelled");
        runAgain(expected);
    }

    /** As where the disk is full: the share is of all bytes written. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4, 0.99})
    void failedWritingAndRunAgainSameBytes(double share) throws IOException, InterruptedException {
        StageWatch undisturbed = new StageWatch();
        Manifest expected = run(new FakeModel(), "undisturbed", undisturbed);
        StageWatch failing = StageWatch.failingAfter(Math.round(share * undisturbed.bytes()));
        assertThatThrownBy(() -> run(new FakeModel(), "stopped", failing))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        runAgain(expected);
    }

    @Test
    void changedSettingChangesTheFingerprint() throws IOException, InterruptedException {
        String digest = input.digest();
        Fingerprint before = Fingerprint.of(stage(new FakeModel()), digest);
        assertThat(Fingerprint.of(stage(new FakeModel()), digest + "x").digest())
                .isNotEqualTo(before.digest());
        assertThat(before.settings()).allSatisfy(setting -> {
            assertThat(setting.value()).isNotBlank();
            assertThat(setting.reason()).isNotBlank();
        });
        assertThat(before.settings())
                .extracting(Setting::name)
                .doesNotHaveDuplicates()
                .contains("format");

        Manifest expected = run(new FakeModel(), "before", new StageWatch());
        for (UnaryOperator<FakeModel> change : changes()) {
            FakeModel changed = change.apply(new FakeModel());
            Fingerprint after = Fingerprint.of(stage(changed), digest);
            assertThat(after.digest()).isNotEqualTo(before.digest());
            assertThat(after.differencesFrom(before.settings())).hasSize(1);
            Path other = Files.createTempDirectory(folder, "changed");
            Manifest manifest = run(changed, other.getFileName().toString(), new StageWatch());
            assertThat(manifest.contentDigest()).isNotEqualTo(expected.contentDigest());
        }
    }

    /** What the stopped stage has left is whole or absent, and the next run ends as if nothing had happened. */
    private void runAgain(Manifest expected) throws IOException, InterruptedException {
        Map<String, String> undisturbed = contents("undisturbed");
        Map<String, String> left = contents("stopped");
        assertThat(undisturbed).containsAllEntriesOf(left);
        ResumePoint checkpoint = checkpoint(new FakeModel(), "stopped");
        assertThat(checkpoint.finished()).isEmpty();
        assertThat(checkpoint.damages()).isEmpty();

        Manifest again = run(new FakeModel(), "stopped", new StageWatch());
        assertThat(contents("stopped")).isEqualTo(undisturbed);
        assertThat(again.contentDigest()).isEqualTo(expected.contentDigest());
        assertThat(again.itemsIn()).isEqualTo(expected.itemsIn());
        assertThat(checkpoint(new FakeModel(), "stopped").finished()).contains(again);
    }

    /** As {@link StageRunner} does it. */
    private Manifest run(FakeModel model, String name, StageWatch watch) throws IOException, InterruptedException {
        ResumePoint checkpoint = checkpoint(model, name);
        try (StageFolder output = new StageFolder(checkpoint, watch::reused)) {
            stage(model).run(input.value(), watch.watched(output), watch);
            return output.finish("run", 1, watch.items());
        }
    }

    private ResumePoint checkpoint(FakeModel model, String name) throws IOException {
        Fingerprint fingerprint = Fingerprint.of(stage(model), input.digest());
        return ResumePoint.inspect(folder.resolve(name), fingerprint);
    }

    private Map<String, String> contents(String name) throws IOException {
        Map<String, String> contents = new TreeMap<>(FakeRun.digests(folder.resolve(name)));
        contents.keySet()
                .removeIf(file -> file.equals(Manifest.FILE_NAME)
                        || file.equals(Journal.FILE_NAME)
                        || file.startsWith("scratch"));
        return contents;
    }
}
