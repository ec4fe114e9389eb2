package org.virnuc.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.results.ModelFacts;
import org.virnuc.pipeline.results.ReportFile;
import org.virnuc.pipeline.results.RunFile;
import org.virnuc.pipeline.results.TelemetryFiles;
import org.virnuc.pipeline.results.WatchedRun;
import org.virnuc.pipeline.sequence.InputFile;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.alert.Alerts;
import org.virnuc.telemetry.cost.CostCapException;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.report.Baseline;
import org.virnuc.telemetry.report.SummaryReport;

/** One run of the pipeline in its directory, from the inputs as given to the result files at the top. */
public final class PipelineRun {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineRun.class);

    private final PipelineConfig config;
    private final ModelStore store;
    private final RunInfo info;
    private final List<TelemetrySink> watchers;
    private RunCosts.Plan costPlan = RunCosts.Plan.DEFAULT;
    private @Nullable KeptEstimates estimates;
    private Alerts alerts = RunAlerts.of(List.of());
    private @Nullable EmbeddingCache embeddingCache;
    private final Redactor redactor;

    /**
     * @param info identifies the run in every file it writes
     * @param watchers are told what happens while it happens
     */
    public PipelineRun(PipelineConfig config, ModelStore store, RunInfo info, List<TelemetrySink> watchers) {
        this(config, store, info, watchers, Redactor.off());
    }

    /** The same; what {@code redactor} calls sensitive stays out of telemetry and {@code run.json}. */
    public PipelineRun(
            PipelineConfig config, ModelStore store, RunInfo info, List<TelemetrySink> watchers, Redactor redactor) {
        this.redactor = redactor;
        this.config = config;
        this.store = store;
        this.info = info;
        this.watchers = List.copyOf(watchers);
    }

    /** Exchanges prices and limit, which are the built-in ones otherwise. */
    public PipelineRun costs(RunCosts.Plan plan) {
        costPlan = plan;
        return this;
    }

    /** Exchanges the thresholds of warnings, which are the built-in ones otherwise. */
    public PipelineRun alerts(Alerts thresholds) {
        alerts = thresholds;
        return this;
    }

    /** Compares the run with what a dry run has expected of it. */
    public PipelineRun estimates(KeptEstimates kept) {
        estimates = kept;
        return this;
    }

    /** Lets encoders look for vectors in a cache first; null is none. */
    public PipelineRun embeddingCache(@Nullable EmbeddingCache cache) {
        embeddingCache = cache;
        return this;
    }

    /** The report of a finished run, and what it counted. */
    public record Result(Path directory, RunReport report, Map<String, Long> outcome) {}

    /**
     * Runs what has not been run, and writes the result files.
     *
     * @param standardInput what the input {@code -} reads
     * @param opened called with the run directory once it is held, before anything is computed
     * @throws InterruptedException where the run was cancelled
     */
    public Result run(InputStream standardInput, DirectoryListener opened) throws IOException, InterruptedException {
        checkInputs(config);
        Optional<Baseline> baseline = config.baseline().map(Baseline::read);
        ModelPack pack = pack(config, store);
        int length = ChunkLength.choose(config, pack);
        Precision precision = store.precision(config.encoders());
        try (RunDirectory directory = RunDirectory.open(config.outputDirectory())) {
            RunFile.checkSameInputs(directory, config, redactor);
            if (config.force()) {
                directory.clearWork();
            }
            opened.opened(directory.root());
            Result result = run(directory, new Model(pack, length, precision), standardInput, baseline);
            LOG.debug("run {} is done", info.runId());
            return result;
        }
    }

    /** Is told where the run writes. */
    @FunctionalInterface
    public interface DirectoryListener {
        void opened(Path directory) throws IOException;
    }

    /** What scores the chunks. */
    private record Model(ModelPack pack, int length, Precision precision) {}

    private Result run(RunDirectory directory, Model model, InputStream standardInput, Optional<Baseline> baseline)
            throws IOException, InterruptedException {
        RunInfo described = ModelFacts.added(info, model.pack(), model.precision(), store.choices(config.encoders()));
        try (WatchedRun run = WatchedRun.start(described, config.telemetry(), directory, watchers, redactor)) {
            PipelineTelemetry telemetry = run.telemetry();
            TelemetryFiles files = run.files();
            RunAlerts.begin(telemetry, alerts, ChunkLength.doubt(model.length(), model.pack()));
            RunCosts costs = RunCosts.of(directory, telemetry, costPlan, store.devices(config.encoders()));
            Runnable onChange = () -> {
                files.write();
                costs.save();
            };
            try {
                List<InputSpool.Entry> inputs = new InputSpool(directory, standardInput).take(config.inputs());
                RunFile runFile =
                        new RunFile(directory, info, config, redactor, model.pack(), model.length(), model.precision());
                runFile.write(inputs);
                Artifact<InputFiles> input = InputSpool.artifact(inputs);
                expect(telemetry, model, input.digest());
                StageRunner runner =
                        new StageRunner(directory, telemetry, info.runId(), config.explain(), onChange, costs);
                Pipeline pipeline = new Pipeline(
                        runner,
                        Stages.of(
                                model.length(),
                                store,
                                model.pack(),
                                config.encoders(),
                                config.answers(),
                                embeddingCache));
                Verdicts verdicts = pipeline.run(input).value();
                ReportFile page = new ReportFile(directory, config, model.pack(), redactor);
                page.take(verdicts.summary());
                publish(directory, verdicts);
                verdicts.outcome().forEach(telemetry::outcome);
                RunAlerts.raise(telemetry, alerts, verdicts.outcome());
                RunReport report = telemetry.finish(RunStatus.DONE, null);
                if (!config.clean()) {
                    costs.save();
                }
                RunReport compared = baseline.map(
                                b -> report.withBaseline(b.compare(report).redacted(redactor)))
                        .orElse(report);
                files.write(compared);
                page.write(compared, verdicts.outcome());
                return new Result(directory.root(), compared, verdicts.outcome());
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                Thread.interrupted(); // an interrupted thread could not write the reports
                RunAlerts.raise(telemetry, alerts, Map.of());
                RunReport report = telemetry.finish(stopped(e) ? RunStatus.CANCELLED : RunStatus.FAILED, e);
                LOG.debug("{}", SummaryReport.render(report));
                onChange.run();
                throw e;
            }
        }
    }

    private void expect(PipelineTelemetry telemetry, Model model, String inputDigest) {
        KeptEstimates kept = estimates;
        if (kept != null && config.telemetry() != TelemetryTier.OFF) {
            kept.find(KeptEstimates.key(config, store, model.pack(), inputDigest))
                    .ifPresent(telemetry::expect);
        }
    }

    private static boolean stopped(Throwable e) {
        return Interruption.caused(e) || e instanceof CostCapException;
    }

    private void publish(RunDirectory directory, Verdicts verdicts) throws IOException {
        directory.publish(verdicts.files());
        if (config.clean()) {
            directory.clearWork();
            directory.removeEmptyWork();
        }
    }

    /** Complains of inputs that cannot be opened, before anything is computed; pipes are left alone. */
    static void checkInputs(PipelineConfig config) throws IOException {
        for (Path input : config.inputs()) {
            if (!input.equals(InputFile.STANDARD_INPUT)
                    && (!Files.exists(input) || Files.isRegularFile(input) || Files.isDirectory(input))) {
                InputFile.open(input, InputFile.name(input)).close();
            }
        }
    }

    /** The chunk length that a run with this model has. */
    public static int length(PipelineConfig config, ModelPack pack) {
        return ChunkLength.choose(config, pack);
    }

    /** The model that was asked for. */
    public static ModelPack pack(PipelineConfig config, ModelStore store) {
        PipelineConfig.ModelChoice choice = config.model();
        return choice.inParts()
                ? store.parts(
                        choice.dna().orElseThrow(),
                        choice.protein().orElseThrow(),
                        choice.head().orElseThrow())
                : store.pack(choice.name());
    }
}
