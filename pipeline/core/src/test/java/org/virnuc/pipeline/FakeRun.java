package org.virnuc.pipeline;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Fingerprint;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.files.CapturedLog;
import org.virnuc.files.Digests;
import org.virnuc.pipeline.flow.Pipeline;
import org.virnuc.pipeline.run.InputSpool;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.ResultLayout;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.TelemetrySink;

/** Runs all nine stages in a directory, as {@link PipelineRun} does, with a {@link FakeModel}. */
public final class FakeRun {
    public final FakeModel model = new FakeModel();
    private final Path root;
    private final Path input;
    private int runs;
    private @Nullable RunReport last;
    private RunCosts.Budget costs = RunCosts.Budget.DEFAULT;
    private List<String> explained = List.of();
    private List<String> warnings = List.of();

    public FakeRun(Path root, Path input) {
        this.root = root;
        this.input = input;
    }

    /** Exchanges prices and limit of the runs to come. */
    FakeRun costs(RunCosts.Budget plan) {
        costs = plan;
        return this;
    }

    /** The report of the last run, whichever way it ended. */
    RunReport last() {
        return Objects.requireNonNull(last);
    }

    /** Runs what has not been run, and puts the final files at the top. */
    public RunReport run() throws IOException, InterruptedException {
        return run(event -> {});
    }

    /** With somebody who watches. */
    RunReport run(TelemetrySink watcher) throws IOException, InterruptedException {
        try (CapturedLog log = new CapturedLog()) {
            try {
                return runLogged(watcher);
            } finally {
                explained = log.messages(Level.INFO);
                warnings = log.messages(Level.WARN);
            }
        }
    }

    /** Why each stage of the last run ran or did not. */
    List<String> explained() {
        return explained;
    }

    /** What the last run warned of. */
    List<String> warnings() {
        return warnings;
    }

    /** What the last run warned of about one stage. */
    List<String> warnings(String stage) {
        return warnings.stream()
                .filter(warning -> warning.startsWith(stage + ": "))
                .toList();
    }

    private RunReport runLogged(TelemetrySink watcher) throws IOException, InterruptedException {
        RunInfo info = new RunInfo("run-" + ++runs, "virnuc predict", "test", Map.of());
        try (RunDirectory directory = RunDirectory.open(root, ResultLayout.ALL);
                PipelineTelemetry telemetry = PipelineTelemetry.builder(info)
                        .sinks(TelemetrySink.immediately(watcher))
                        .start()) {
            RunCosts spending = RunCosts.of(directory, telemetry, costs, List.of("cpu"));
            StageRunner runner = new StageRunner(directory, telemetry, info.runId(), true, spending);
            try {
                return finish(directory, telemetry, runner);
            } finally {
                last = telemetry.finish(RunStatus.CANCELLED, null);
                spending.save();
            }
        }
    }

    private RunReport finish(RunDirectory directory, PipelineTelemetry telemetry, StageRunner runner)
            throws IOException, InterruptedException {
        var inputs = new InputSpool(directory, InputStream.nullInputStream()).take(List.of(input));
        Verdicts verdicts = new Pipeline(runner, model.stages())
                .run(InputSpool.artifact(inputs, Optional.empty()))
                .value();
        directory.publish(verdicts.files());
        return telemetry.finish(RunStatus.DONE, null);
    }

    /** The folder of a stage; there must be exactly one. */
    Path folder(StageId id) throws IOException {
        try (Stream<Path> all = Files.list(root.resolve("work"))) {
            List<Path> found = all.filter(f -> f.getFileName().toString().startsWith(Fingerprint.folderPrefix(id)))
                    .toList();
            if (found.size() != 1) {
                throw new AssertionError("folders of " + id.word() + ": " + found);
            }
            return found.get(0);
        }
    }

    /** The stages with a manifest. */
    List<StageId> finishedStages() throws IOException {
        List<StageId> finished = new ArrayList<>();
        try (RunDirectory directory = RunDirectory.open(root, ResultLayout.ALL)) {
            for (StageId id : StageId.nine()) {
                if (directory.latestManifest(id).isPresent()) {
                    finished.add(id);
                }
            }
        }
        return finished;
    }

    /** SHA-256 of every file in the directory by its path there, the lock left out. */
    Map<String, String> digests() throws IOException {
        return digests(root);
    }

    /** SHA-256 of the result files by name. */
    Map<String, String> results() throws IOException {
        Map<String, String> results = new TreeMap<>(digests());
        results.keySet().retainAll(Verdicts.fileNames());
        return results;
    }

    static Map<String, String> digests(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(".lock")) {
                    digests.put(folder.relativize(file).toString(), Digests.ofFile(file));
                }
            }
        }
        return digests;
    }

    /** The words of the stages that a report says were computed. */
    static List<String> computed(RunReport report) {
        return words(report, StageStatus.DONE);
    }

    static List<String> skipped(RunReport report) {
        return words(report, StageStatus.SKIPPED);
    }

    /** What a report says of one stage. */
    public static StageReport stage(RunReport report, StageId id) {
        return report.stages().stream()
                .filter(stage -> stage.id().equals(id.word()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> words(RunReport report, StageStatus status) {
        List<String> words = new ArrayList<>();
        for (StageReport stage : report.stages()) {
            if (stage.status() == status) {
                words.add(stage.id());
            }
        }
        return words;
    }
}
