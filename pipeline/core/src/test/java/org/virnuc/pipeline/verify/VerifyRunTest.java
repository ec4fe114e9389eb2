package org.virnuc.pipeline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.StageId;
import org.virnuc.files.CapturedLog;
import org.virnuc.pipeline.FakeModel;
import org.virnuc.pipeline.FakeRun;
import org.virnuc.pipeline.Samples;
import org.virnuc.pipeline.run.ReadOptions;
import org.virnuc.pipeline.run.RunAlerts;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.Alerts;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.redact.Redactor;

/** Compares two settings of a model without an engine on real chunks. */
class VerifyRunTest {
    private final Path folder;
    private final FakeModel reference = new FakeModel();
    private final FakeModel fast = new FakeModel();
    private @Nullable DeepFolder deep;

    VerifyRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void equalSettingsAgreeOnEverything() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.mixed(7));
        Agreement found = compare(List.of(input), 10_000, InputStream.nullInputStream());
        RunReport run = new FakeRun(folder.resolve("out"), input).run();
        assertThat(found.sample().whole()).isTrue();
        assertThat(found.frames().all()).isEqualTo(run.quantities().get("frames"));
        assertThat(found.sample().chunks())
                .isEqualTo(FakeRun.stage(run, StageId.CONSENSUS).itemsOut());
        assertThat(found.frames().differing()).isZero();
        assertThat(found.differences().max()).isZero();
        assertThat(found.fast().precision()).isEqualTo("bf16");
        assertThat(temporary()).isEmptyDirectory();
    }

    @Test
    void anotherHeadFlipsLabelsAndTheirPlacesAreThoseOfTheInput() throws IOException, InterruptedException {
        fast.otherHead();
        Path input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(200, 1));
        Agreement found = compare(List.of(input), 50, InputStream.nullInputStream());
        assertThat(found.sample()).isEqualTo(new Agreement.SampledChunks(50, 200));
        assertThat(found.frames().all()).isEqualTo(300);
        assertThat(found.frames().differing()).isBetween(75L, 225L);
        List<String> ids = Files.readAllLines(input).stream()
                .filter(line -> line.startsWith(">"))
                .map(line -> line.substring(1, line.indexOf(" ")))
                .toList();
        assertThat(found.frameFlips())
                .allSatisfy(flip -> assertThat(flip.place().id())
                        .isEqualTo(ids.get((int) flip.place().record() - 1) + "_chunk_"
                                + flip.place().chunk()));
        assertThat(found.chunks().all()).isEqualTo(50);
        assertThat(reference.encoded.get(StageId.DNABERT_S)).hasSameElementsAs(fast.encoded.get(StageId.DNABERT_S));
    }

    @Test
    void standardInputIsRead() throws IOException, InterruptedException {
        byte[] text = Samples.manyFrames(5, 1).getBytes(StandardCharsets.US_ASCII);
        Agreement found = compare(List.of(Path.of("-")), 3, new ByteArrayInputStream(text));
        assertThat(found.sample()).isEqualTo(new Agreement.SampledChunks(3, 5));
    }

    @Test
    void anInputWithoutFramesHasNothingToCompare() throws IOException {
        Path input = Samples.write(folder.resolve("in.fa"), ">a\n" + "N".repeat(600) + "\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> compare(List.of(input), 10, InputStream.nullInputStream()))
                .withMessage(
                        "no chunk of " + input + " has an open frame, so there is nothing to compare; give other data");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> compare(List.of(input, input, input), 10, InputStream.nullInputStream()))
                .withMessageStartingWith("no chunk of " + input + " and 2 more has an open frame");
        assertThat(temporary()).isEmptyDirectory();
    }

    @Test
    void chunksWithAnotherLabelAreAGuardrailOfARunLikeAnyOther() throws IOException, InterruptedException {
        fast.otherHead();
        Path input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(200, 1));
        RecordedRun told = new RecordedRun(RunAlerts.of(List.of(), 0.999), Redactor.off());
        Agreement found = told.compare(input, 50);
        long flips = found.chunks().differing();
        assertThat(flips).isPositive();
        EventReport event = told.hit();
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(GuardrailHit.of(event))
                .contains(new GuardrailHit(
                        "precision-disagreement",
                        flips + (flips == 1 ? " chunk has" : " chunks have")
                                + " another label in bf16 than in fp32, one sequence a call",
                        flips,
                        50L,
                        found.chunkFlips().stream()
                                .limit(5)
                                .map(flip -> flip.place().id())
                                .toList()));
        assertThat(told.warnings).hasSize(1).first().asString().contains("another label in bf16");
        RunReport run = told.report();
        assertThat(run.status()).isEqualTo(RunStatus.DONE);
        assertThat(run.stages())
                .extracting(StageReport::id)
                .containsExactly("sample", "reference", "fast", "comparison");
        assertThat(run.outcome())
                .containsEntry("chunks", 50L)
                .containsEntry("chunks_other_label", flips)
                .containsEntry("frames", 300L)
                .containsEntry("frames_other_label", found.frames().differing());
        assertThat(stage(run, "comparison").metrics())
                .containsEntry("score_difference_max", found.differences().max())
                .containsKey("score_difference_q0.999");
        assertThat(stage(run, "reference").calls().promptTokens())
                .isPositive()
                .isEqualTo(stage(run, "fast").calls().promptTokens());
        assertThat(told.directory).hasParentRaw(temporary());
    }

    @Test
    void anAlertMakesDisagreementANoteAndAsManyLabelsAsAskedForAreOneToo() throws IOException, InterruptedException {
        fast.otherHead();
        Path input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(200, 1));
        RecordedRun told = new RecordedRun(RunAlerts.of(List.of("precision-disagreement>1"), 0.999), Redactor.off());
        Agreement found = told.compare(input, 50);
        assertThat(told.hit().severity()).isEqualTo(Severity.INFO);
        assertThat(told.warnings).isEmpty();
        RecordedRun exactly =
                new RecordedRun(RunAlerts.of(List.of(), found.chunks().agreement()), Redactor.off());
        exactly.compare(input, 50);
        assertThat(exactly.hit().severity()).isEqualTo(Severity.INFO);
        RecordedRun seconds = new RecordedRun(RunAlerts.of(List.of("seconds>0"), 0), Redactor.off());
        seconds.compare(input, 5);
        assertThat(seconds.guardrails()).contains("alert-seconds");
    }

    @Test
    void equalLabelsAreNoGuardrailAndAFailureIsRecorded() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(20, 1));
        RecordedRun told = new RecordedRun(RunAlerts.of(List.of(), 0.999), Redactor.off());
        told.compare(input, 5);
        assertThat(told.guardrails()).isEmpty();
        Path empty = Samples.write(folder.resolve("empty.fa"), ">a\n" + "N".repeat(600) + "\n");
        RecordedRun failing = new RecordedRun(RunAlerts.of(List.of(), 0.999), Redactor.off());
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> failing.compare(empty, 5));
        assertThat(failing.report().status()).isEqualTo(RunStatus.FAILED);
    }

    /** The result is still valid, and the history of runs records the warning. */
    @Test
    void aFolderThatCannotBeDeletedIsAWarning() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(20, 1));
        RecordedRun told = new RecordedRun(RunAlerts.of(List.of(), 0.999), Redactor.off());
        told.hook = where -> deep = new DeepFolder(where.resolve("deep"), folder.resolve("aside"));
        try {
            Agreement found = told.compare(input, 5);
            assertThat(found.chunks().all()).isEqualTo(5);
            assertThat(told.report().status()).isEqualTo(RunStatus.DONE);
            assertThat(told.warnings)
                    .singleElement()
                    .asString()
                    .startsWith("the temporary folder " + told.directory + " cannot be deleted (")
                    .endsWith("; delete it by hand, nothing needs it any more");
            assertThat(told.directory).isDirectoryNotContaining("glob:**/{pass,sample.fa,reference,fast}");
        } finally {
            Objects.requireNonNull(deep).close();
        }
    }

    @Test
    void whatIsSensitiveIsInNoEvent() throws IOException, InterruptedException {
        fast.otherHead();
        Path input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(200, 1));
        RecordedRun told = new RecordedRun(
                RunAlerts.of(List.of(), 0.999), Redactor.builder().build());
        told.compare(input, 50);
        assertThat(GuardrailHit.of(told.hit()).orElseThrow().first())
                .isNotEmpty()
                .containsOnly("<id>");
    }

    private static StageReport stage(RunReport run, String id) {
        return run.stages().stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Agreement compare(List<Path> inputs, int most, InputStream standardInput)
            throws IOException, InterruptedException {
        return run(inputs).compare(most, standardInput, List.of());
    }

    private VerifyRun run(List<Path> inputs) throws IOException {
        return new VerifyRun(
                inputs,
                ReadOptions.NONE,
                new VerifyRun.Variant(reference.stages(), "fp32"),
                new VerifyRun.Variant(fast.stages(), "bf16"),
                temporary());
    }

    /** The telemetry of a recorded comparison. */
    private final class RecordedRun {
        private final Alerts alerts;
        private final Redactor redactor;
        private final List<TelemetryEvent> events = Collections.synchronizedList(new ArrayList<>());
        private List<String> warnings = List.of();
        private @Nullable Path directory;
        private RunContext.DirectoryListener hook = where -> {};

        RecordedRun(Alerts alerts, Redactor redactor) {
            this.alerts = alerts;
            this.redactor = redactor;
        }

        Agreement compare(Path input, int most) throws IOException, InterruptedException {
            try (CapturedLog log = new CapturedLog()) {
                Agreement found = run(List.of(input))
                        .recorded(
                                new RunInfo("run", "virnuc verify", "test", Map.of()),
                                List.of(events::add),
                                where -> {
                                    directory = where;
                                    hook.opened(where);
                                },
                                redactor)
                        .alerts(alerts)
                        .compare(most, InputStream.nullInputStream(), List.of());
                warnings = log.messages(Level.WARN);
                return found;
            }
        }

        RunReport report() {
            return events.stream()
                    .filter(TelemetryEvent.RunEnded.class::isInstance)
                    .map(event -> ((TelemetryEvent.RunEnded) event).report())
                    .findFirst()
                    .orElseThrow();
        }

        EventReport hit() {
            return report().events().stream()
                    .filter(event -> event.eventClass() == EventClass.GUARDRAIL)
                    .findFirst()
                    .orElseThrow();
        }

        List<String> guardrails() {
            return report().events().stream()
                    .flatMap(event -> GuardrailHit.of(event).stream())
                    .map(GuardrailHit::guardrail)
                    .toList();
        }
    }

    private Path temporary() throws IOException {
        return Files.createDirectories(folder.resolve("temporary"));
    }
}
