package org.virnuc.pipeline.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.virnuc.calling.ScoreErrors;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.StageId;
import org.virnuc.files.TemporaryFolder;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.flow.StepModels;
import org.virnuc.pipeline.run.ChunkSample;
import org.virnuc.pipeline.run.ModelFacts;
import org.virnuc.pipeline.run.ReadOptions;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunPlan;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.ScratchRun;
import org.virnuc.pipeline.stages.FrameScores;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.Alerts;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Scores a sample of a user's data twice and compares the results: once like the reference (fp32, plain layers, one
 * sequence per call) and once in the setting that a run would use. The input passes once through the stages before the
 * encoders. All work happens in a temporary folder, which is deleted at the end.
 */
public final class VerifyRun {
    private static final int ONE_SEQUENCE = 1;

    private final List<Path> inputs;
    private final ReadOptions reads;
    private final Variant reference;
    private final Variant fast;
    private final Path temporary;
    private UnaryOperator<RunInfo> describe = identity -> identity;
    private RunInfo info = RunInfo.of("verify").command("virnuc verify").version("scratch");
    private Redactor redactor = Redactor.off();
    private Alerts alerts = Alerts.SILENT;
    private List<TelemetrySink> recorders = List.of();
    private RunContext.DirectoryListener opened = directory -> {};
    private Consumer<Agreement> errors = agreement -> {};

    /**
     * Creates a comparison of two variants.
     *
     * @param temporary parent of the temporary folder
     */
    VerifyRun(List<Path> inputs, ReadOptions reads, Variant reference, Variant fast, Path temporary) {
        this.inputs = List.copyOf(inputs);
        this.reads = reads;
        this.reference = reference;
        this.fast = fast;
        this.temporary = temporary;
    }

    /** The nine stages in one setting, and the name of its precision. */
    record Variant(Stages stages, String precision) {}

    /**
     * Creates the comparison for a request. It rejects inputs, model, length and device as the run would.
     *
     * @param vanilla store of the same models without VirNuc's optimizations
     */
    public static VerifyRun of(RunRequest given, ModelStore store, ModelStore vanilla) throws IOException {
        RunPlan plan = RunPlan.of(given, store);
        RunRequest config = plan.request();
        ModelPack pack = plan.pack();
        int length = plan.length();
        EncoderOptions asked = config.encoders();
        StepModels plain = StepModels.of(
                vanilla,
                vanilla.profile(new EncoderOptions(asked.device(), Precision.FP32, ONE_SEQUENCE, asked.threads())));
        ExecutionProfile profile = plan.profile().execution();
        VerifyRun run = new VerifyRun(
                config.inputs(),
                config.reads(),
                new Variant(Stages.of(length, plain, pack, config.results()), Precision.FP32.word()),
                new Variant(
                        Stages.of(length, StepModels.of(store, profile), pack, config.results()),
                        profile.precision().word()),
                Path.of(System.getProperty("java.io.tmpdir")));
        ScoreErrors errors = ScoreErrors.in(store.cacheFolder());
        run.errors = agreement -> agreement.error().ifPresent(error -> errors.keep(pack, error));
        run.describe = info -> ModelFacts.added(info, pack, profile);
        return run;
    }

    /**
     * Records the comparison as a run.
     *
     * @param identity identity of the run, to which the models are added
     * @param sinks consumers of its events
     * @param where called with the temporary folder before any work starts
     */
    public VerifyRun recorded(
            RunInfo identity, List<TelemetrySink> sinks, RunContext.DirectoryListener where, Redactor hides) {
        info = describe.apply(identity);
        recorders = List.copyOf(sinks);
        opened = where;
        redactor = hides;
        return this;
    }

    /** Sets the thresholds of warnings; by default there are none. */
    public VerifyRun alerts(Alerts thresholds) {
        alerts = thresholds;
        return this;
    }

    /**
     * Reads the inputs, scores the sample twice, and deletes all intermediate files. The score differences are stored
     * for later runs.
     *
     * @param most maximum number of chunks in the sample; a smaller input is compared completely
     * @param standardInput content of the input {@code -}
     * @param watchers consumers of events during the comparison
     * @throws InputException if no chunk of the input can be scored
     * @throws InterruptedException if the comparison was cancelled
     */
    public Agreement compare(int most, InputStream standardInput, List<TelemetrySink> watchers)
            throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.in(temporary, "virnuc-verify-")) {
            opened.opened(folder.path());
            try (VerifyTelemetry watch = new VerifyTelemetry(info, watchers, recorders, redactor, alerts)) {
                try {
                    Agreement agreement = compare(folder.path(), most, standardInput, watch);
                    errors.accept(agreement);
                    watch.done(agreement);
                    return agreement;
                } catch (IOException | InterruptedException | RuntimeException | Error e) {
                    watch.failed(e);
                    throw e;
                }
            }
        }
    }

    private Agreement compare(Path folder, int most, InputStream standardInput, VerifyTelemetry watch)
            throws IOException, InterruptedException {
        ChunkSample sample = watch.stage("sample", stage -> sample(folder, most, standardInput, stage));
        if (sample.size() == 0) {
            String more = inputs.size() == 1 ? "" : " and " + (inputs.size() - 1) + " more";
            throw new InputException("no chunk of " + inputs.get(0) + more
                    + " has an open frame, so there is nothing to compare; give other data");
        }
        Path file = folder.resolve("sample.fa");
        sample.write(file, 0, sample.size());
        StageFigures chunks = StageFigures.of(sample.size(), sample.size());
        Scoring right = watch.stage("reference", stage -> score(reference, folder.resolve("reference"), file, stage)
                .of(chunks));
        Scoring examined = watch.stage("fast", stage -> score(fast, folder.resolve("fast"), file, stage)
                .of(chunks));
        return watch.stage("comparison", stage -> compared(sample, right, examined));
    }

    private static VerifyTelemetry.Done<Agreement> compared(ChunkSample sample, Scoring right, Scoring examined)
            throws IOException {
        try (BufferedReader here = FrameScores.lines(right.frames());
                BufferedReader there = FrameScores.lines(examined.frames())) {
            Agreement agreement = new Comparison(sample.places())
                    .read(here, there)
                    .result(sample.scored(), right.figures(), examined.figures());
            long frames = agreement.frames().all();
            StageFigures figures =
                    new StageFigures(frames, frames, agreement.differences().figures());
            return new VerifyTelemetry.Done<>(agreement, figures, 0);
        }
    }

    private VerifyTelemetry.Done<ChunkSample> sample(
            Path folder, int most, InputStream standardInput, List<TelemetrySink> watchers)
            throws IOException, InterruptedException {
        try (ScratchRun pass = new ScratchRun(folder.resolve("pass"), fast.stages(), watchers)) {
            Artifact<InputFiles> input = pass.take(inputs, reads, standardInput);
            ScratchRun.Prepared prepared = pass.prepare(input);
            ChunkSample sample = ChunkSample.of(prepared.chunks(), prepared.frames(), most);
            return new VerifyTelemetry.Done<>(sample, StageFigures.of(sample.scored(), sample.size()), 0);
        }
    }

    /** The scores of a sample in one setting, and their measured times. */
    private record Scoring(Path frames, Agreement.PrecisionTiming figures) {
        VerifyTelemetry.Done<Scoring> of(StageFigures chunks) {
            return new VerifyTelemetry.Done<>(this, chunks, figures.loadSeconds());
        }
    }

    private static Scoring score(Variant variant, Path folder, Path sample, List<TelemetrySink> watchers)
            throws IOException, InterruptedException {
        try (ScratchRun run = new ScratchRun(folder, variant.stages(), watchers)) {
            Verdicts verdicts = run.score(run.take(List.of(sample), ReadOptions.NONE, InputStream.nullInputStream()));
            RunReport report = run.report();
            double load =
                    ScratchRun.loadSeconds(report, StageId.DNABERT_S) + ScratchRun.loadSeconds(report, StageId.ESM_2);
            double all = report.stages().stream()
                    .filter(stage -> stage.id().equals(StageId.DNABERT_S.word())
                            || stage.id().equals(StageId.ESM_2.word()))
                    .mapToDouble(StageReport::wallSeconds)
                    .sum();
            return new Scoring(verdicts.frames(), new Agreement.PrecisionTiming(variant.precision(), all - load, load));
        }
    }
}
