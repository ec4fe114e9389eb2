package org.virnuc.engine.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Fingerprint;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.engine.resume.QualityWarnings;
import org.virnuc.engine.resume.ResumePoint;
import org.virnuc.engine.resume.StageFolder;
import org.virnuc.telemetry.ArtifactReport;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.cost.CostCapException;

/**
 * Runs a stage or reuses its finished output. It is the only place that knows both resume and telemetry: each stage is
 * reported as started and ended, and ends only when its files and manifest are on disk.
 */
public final class StageRunner {
    /** Name of the setting of every stage that holds the version of its output's format. */
    private static final String FORMAT = "format";

    private static final Logger LOG = LoggerFactory.getLogger(StageRunner.class);

    private final RunDirectory directory;
    private final PipelineTelemetry telemetry;
    private final String runId;
    private final boolean explain;
    private final RunCosts costs;
    private StageRetry retry = StageRetry.byTheClock();

    /** Creates a runner without prices. */
    public StageRunner(RunDirectory directory, PipelineTelemetry telemetry, String runId, boolean explain) {
        this(directory, telemetry, runId, explain, RunCosts.NONE);
    }

    /**
     * Creates a runner that counts costs.
     *
     * @param runId written into the manifest of every stage that this runner computes
     * @param explain whether to log why each stage runs or is reused
     */
    public StageRunner(
            RunDirectory directory, PipelineTelemetry telemetry, String runId, boolean explain, RunCosts costs) {
        this.directory = directory;
        this.telemetry = telemetry;
        this.runId = runId;
        this.explain = explain;
        this.costs = costs;
    }

    /** Replaces the handling of transient faults. */
    StageRunner retrying(StageRetry way) {
        retry = way;
        return this;
    }

    /** Whether an earlier run in the directory finished this stage, on any input. */
    public boolean hasFinished(StageId stage) throws IOException {
        return directory.latestManifest(stage).isPresent();
    }

    /** Returns the output of the stage for this input, reused from an earlier run if one finished it. */
    public <I, O> Artifact<O> run(Stage<I, O> stage, Artifact<I> input) throws IOException, InterruptedException {
        Fingerprint fingerprint = Fingerprint.of(stage, input.digest());
        ResumePoint point = ResumePoint.inspect(directory.stageFolder(fingerprint), fingerprint);
        point.damages().forEach(damage -> warn(stage.id(), damage));
        Optional<Manifest> finished = point.finished();
        Manifest manifest;
        if (finished.isPresent()) {
            manifest = finished.get();
            explain(stage.id(), "is up to date: " + point.folder());
            skip(stage, manifest, point);
        } else {
            explain(stage.id(), "runs: " + reason(fingerprint, point));
            manifest = compute(stage, input.value(), point);
        }
        QualityWarnings.report(point.folder(), manifest, telemetry);
        FinishedStage output = new FinishedStage(point.folder(), manifest.contentDigest(), manifest.counts());
        return new Artifact<>(stage.open(input.value(), output), output.digest());
    }

    private <I, O> Manifest compute(Stage<I, O> stage, I input, ResumePoint point)
            throws IOException, InterruptedException {
        costs.check();
        directory.retract();
        StageSpan span = telemetry.startStage(
                stage.id().word(), stage.items(input), stage.id().unit());
        artifact(stage, point).ifPresent(span::artifact);
        try {
            Manifest manifest = retry.run(span, () -> attempt(stage, input, point, span));
            telemetry.endStage(span, figures(stage.id(), manifest));
            quantities(stage.id(), manifest.counts());
            return manifest;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            if (e instanceof CostCapException) {
                telemetry.cancelStage(span, "cost cap");
            } else {
                telemetry.failStage(span, e);
            }
            throw e;
        }
    }

    /** Runs the stage once from the files now on disk, which may be more than before an earlier attempt. */
    private <I, O> Manifest attempt(Stage<I, O> stage, I input, ResumePoint before, StageSpan span)
            throws IOException, InterruptedException {
        ResumePoint point = span.retries() == 0 ? before : ResumePoint.inspect(before.folder(), before.fingerprint());
        RunObserver observer = new RunObserver(stage.id(), span, telemetry, costs);
        try (StageFolder folder = new StageFolder(point, observer::reused)) {
            folder.onKept(span::markDurable);
            stage.run(input, folder, observer);
            return folder.finish(runId, span.elapsedSeconds(), observer.itemsDone());
        }
    }

    private void skip(Stage<?, ?> stage, Manifest manifest, ResumePoint point) {
        StageId id = stage.id();
        OriginalStage original =
                new OriginalStage(manifest.runId(), manifest.wallSeconds(), costs.original(id, manifest.runId()));
        telemetry.skipStage(
                id.word(),
                "checkpoint",
                original,
                figures(id, manifest),
                artifact(stage, point).orElse(null));
    }

    /** The folder of a stage's output and the version of its format, which every stage has among its settings. */
    private Optional<ArtifactReport> artifact(Stage<?, ?> stage, ResumePoint point) {
        String folder = directory
                .root()
                .toAbsolutePath()
                .relativize(point.folder().toAbsolutePath())
                .toString();
        return stage.settings().stream()
                .filter(setting -> setting.name().equals(FORMAT))
                .map(setting -> new ArtifactReport(folder, setting.value()))
                .findFirst();
    }

    private static StageFigures figures(StageId id, Manifest manifest) {
        return new StageFigures(manifest.itemsIn(), manifest.counts().getOrDefault(id.produced(), 0L), Map.of());
    }

    private void quantities(StageId id, Map<String, Long> counts) {
        switch (id) {
            case CHUNKING -> {
                telemetry.quantity("bases", counts.getOrDefault("bases", 0L));
                telemetry.quantity("chunks", counts.getOrDefault("chunks", 0L));
            }
            case TRANSLATION -> telemetry.quantity("frames", counts.getOrDefault("frames", 0L));
            default -> {}
        }
    }

    private String reason(Fingerprint fingerprint, ResumePoint point) throws IOException {
        if (!point.damages().isEmpty()) {
            return "its finished output was damaged";
        }
        if (!point.kept().isEmpty()) {
            return "it was interrupted; " + point.kept().size() + " finished files are kept";
        }
        Optional<Manifest> earlier = directory.latestManifest(fingerprint.stage());
        if (earlier.isEmpty()) {
            return "there is no earlier result";
        }
        List<String> differences = fingerprint.differencesFrom(earlier.get().settings());
        return differences.isEmpty() ? "its folder is new" : String.join("; ", differences);
    }

    private void explain(StageId id, String text) {
        if (explain) {
            LOG.info("{} {}", id.word(), text);
        } else {
            LOG.debug("{} {}", id.word(), text);
        }
    }

    private void warn(StageId id, String damage) {
        LOG.warn("{}: {}; it is computed again", id.word(), damage);
    }
}
