package org.virnuc.pipeline.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.UsageException;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelPart;
import org.virnuc.pipeline.Samples;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.pipeline.shards.ShardAttempt.Outcome;

/** Of several attempts at a shard one counts, whichever ends first and whoever is killed meanwhile. */
class ShardAttemptTest {
    @SuppressWarnings("NullAway.Init")
    private static Map<String, String> expected;

    @SuppressWarnings("NullAway.Init")
    private static RunRequest request;

    private final ShardPlan plan;

    ShardAttemptTest(@TempDir Path folder) throws IOException, InterruptedException {
        this.plan = ShardedRun.plan(request, folder.resolve("plan"));
    }

    @BeforeAll
    static void run(@TempDir Path folder) throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.mixed(4));
        request = ShardedRun.of(List.of(input)).build();
        expected = ShardedRun.results(
                ShardedRun.plain(request, folder.resolve("plain")).directory());
    }

    @Test
    void theFirstAttemptThatEndsCounts() throws IOException, InterruptedException {
        ModelOpener overtaken =
                meanwhile(() -> assertThat(attempt("fast", ShardedRun.STORE)).isEqualTo(Outcome.COMMITTED));
        assertThat(attempt("slow", overtaken)).isEqualTo(Outcome.TOO_LATE);
        assertThat(attempt("late", ShardedRun.STORE)).isEqualTo(Outcome.FINISHED_BEFORE);
        assertThat(LostAttempt.of(plan)).singleElement().satisfies(lost -> {
            assertThat(lost.shard()).isEqualTo(1);
            assertThat(lost.name()).isEqualTo("slow");
            assertThat(lost.seconds()).isPositive();
            assertThat(lost.folder(plan).resolve("work")).doesNotExist();
        });
        RunResult merged = ShardedRun.merge(plan, List.of(plan.results()), plan.folder());
        assertThat(ShardedRun.results(merged.directory())).isEqualTo(expected);
        assertThat(merged.report().events()).anyMatch(event -> event.message()
                .matches("1 attempt did not count, because a worker was lost or another was faster:"
                        + " [0-9.]+ s of shard 1"));
    }

    @Test
    void aKilledAttemptIsReportedAndAnotherTakesItsPlace() throws IOException, InterruptedException {
        ModelOpener killed = meanwhile(() -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> attempt("killed", killed)).hasMessageContaining("killed");
        try (ResultFolder results = ResultFolder.open(plan)) {
            assertThat(results.missing()).containsExactly(1);
            results.dropLostWork();
            assertThat(attempt("again", ShardedRun.STORE)).isEqualTo(Outcome.COMMITTED);
            assertThat(results.missing()).isEmpty();
        }
        assertThat(LostAttempt.of(plan)).singleElement().satisfies(lost -> {
            assertThat(lost.name()).isEqualTo("killed");
            assertThat(lost.folder(plan).resolve("work")).doesNotExist();
            assertThat(lost.folder(plan).resolve("telemetry.json")).exists();
        });
    }

    @Test
    void aDamagedResultIsRemovedAndMissing() throws IOException, InterruptedException {
        attempt("first", ShardedRun.STORE);
        Path shard = plan.results().resolve("0001");
        try (Stream<Path> all = Files.walk(shard)) {
            Files.writeString(
                    all.filter(file -> file.toString().endsWith(".vec"))
                            .findFirst()
                            .orElseThrow(),
                    "damaged");
        }
        try (ResultFolder results = ResultFolder.open(plan)) {
            assertThat(results.missing()).containsExactly(1);
            assertThat(shard).doesNotExist();
            assertThat(attempt("second", ShardedRun.STORE)).isEqualTo(Outcome.COMMITTED);
            results.clear();
            assertThat(shard).doesNotExist();
        }
    }

    /** As a worker does whose program is of another version. */
    @Test
    void aPlanWhoseStagesComputeOtherwiseHereIsRefused() throws IOException {
        Path file = plan.folder().resolve("plan.json");
        String text = Files.readString(file);
        String other = text.replace("\"version\" : \"test\"", "\"version\" : \"0.0.9\"")
                .replace(plan.fingerprint(), "0".repeat(64));
        Files.writeString(file, other);
        ShardAttempt attempt = new ShardAttempt(ShardPlan.open(plan.folder()), 1, "other");
        assertThatThrownBy(() -> attempt.compute(1, ShardedRun.context(), ShardedRun.STORE))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        plan.folder() + ": the plan was made by virnuc 0.0.9 for stages that compute otherwise here;"
                                + " use the same version of virnuc everywhere, or make the plan again");
    }

    @Test
    void oneProcessHasTheShardsComputed() throws IOException {
        try (ResultFolder first = ResultFolder.open(plan)) {
            assertThat(first.missing()).containsExactly(1);
            assertThatThrownBy(() -> ResultFolder.open(plan))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("another process has the shards of " + plan.folder()
                            + " computed; wait for it to end, or give another directory with `output`");
        }
        ResultFolder.open(plan).close();
    }

    private Outcome attempt(String name, ModelOpener models) throws IOException, InterruptedException {
        return new ShardAttempt(plan, 1, name).compute(1, ShardedRun.context(), models);
    }

    private interface Event {
        void happen() throws IOException, InterruptedException;
    }

    /** Opens models as usual, after something has happened. */
    private static ModelOpener meanwhile(Event event) {
        return new ModelOpener() {
            private boolean happened;

            @Override
            public SequenceEncoder openEncoder(ModelPart part, ExecutionProfile profile) {
                if (!happened) {
                    happened = true;
                    try {
                        event.happen();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return ShardedRun.STORE.openEncoder(part, profile);
            }

            @Override
            public FrameClassifier openHead(ModelPart part, ExecutionProfile profile) {
                return ShardedRun.STORE.openHead(part, profile);
            }
        };
    }
}
