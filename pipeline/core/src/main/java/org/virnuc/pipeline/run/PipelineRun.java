package org.virnuc.pipeline.run;

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
import org.virnuc.engine.Artifact;
import org.virnuc.engine.Interruption;
import org.virnuc.engine.StageId;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.models.Precision;
import org.virnuc.models.engine.EngineWarmUp;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.flow.Cascade;
import org.virnuc.pipeline.flow.Pipeline;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;
import org.virnuc.sequences.InputFolder;
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

    private final PipelineConfig asked;
    private final ModelStore store;
    private final RunInfo info;
    private final List<TelemetrySink> watchers;
    private RunCosts.Plan costPlan = RunCosts.Plan.DEFAULT;
    private @Nullable KeptEstimates estimates;
    private Alerts alerts = RunAlerts.of(List.of());
    private @Nullable EmbeddingCache embeddingCache;
    private ModelOpener models;
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
        this.asked = config;
        this.store = store;
        this.models = store;
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

    /** Takes its models from {@code opener}, which may keep them open for other runs. */
    public PipelineRun models(ModelOpener opener) {
        models = opener;
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
        PipelineConfig config = asked.withInputs(InputFolder.files(asked.inputs()));
        checkInputs(config);
        EmbeddingCache cache = embeddingCache;
        if (cache != null && cache.isAt(asked.outputDirectory())) {
            throw new UsageException("the embedding cache " + asked.outputDirectory()
                    + " is the run's own directory; name another folder, which runs may share");
        }
        Optional<Baseline> baseline = config.baseline().map(Baseline::read);
        ModelPack pack = pack(config, store);
        int length = ChunkLength.choose(config, pack);
        Optional<CascadedRun> cascade = CascadedRun.of(config, store, pack, length);
        Precision precision = store.precision(config.encoders());
        try (RunDirectory directory = RunDirectory.open(asked.outputDirectory(), ResultLayout.ALL)) {
            RunFile.checkSameInputs(directory, config, redactor);
            if (config.force()) {
                directory.clearWork();
            }
            opened.opened(directory.root());
            Plan plan = new Plan(config, pack, length, precision, cascade);
            Result result = run(directory, plan, standardInput, baseline);
            LOG.debug("run {} is done", info.runId());
            return result;
        }
    }

    /** Is told where the run writes. */
    @FunctionalInterface
    public interface DirectoryListener {
        void opened(Path directory) throws IOException;
    }

    /** What is asked for, every input a file, and what scores the chunks. */
    private record Plan(
            PipelineConfig config, ModelPack pack, int length, Precision precision, Optional<CascadedRun> cascade) {}

    private Result run(RunDirectory directory, Plan plan, InputStream standardInput, Optional<Baseline> baseline)
            throws IOException, InterruptedException {
        PipelineConfig config = plan.config();
        RunInfo facts = ModelFacts.added(info, plan.pack(), plan.precision(), store.choices(config.encoders()));
        RunInfo described =
                plan.cascade().map(c -> c.described(facts, plan.precision())).orElse(facts);
        try (WatchedRun run = WatchedRun.start(described, config.telemetry(), directory, watchers, redactor)) {
            PipelineTelemetry telemetry = run.telemetry();
            TelemetryFiles files = run.files();
            RunAlerts.begin(telemetry, alerts, ChunkLength.doubt(plan.length(), plan.pack()));
            RunAlerts.precision(telemetry, store, plan.pack(), plan.precision());
            RunCosts costs = RunCosts.of(directory, telemetry, costPlan, store.devices(config.encoders()));
            Runnable onChange = () -> {
                files.writeSoon();
                costs.save();
            };
            try {
                if (directory.latestManifest(StageId.CONSENSUS).isEmpty()) {
                    costs.check(); // something is to be computed: no need to read the input first
                }
                InputSpool spool = new InputSpool(directory, standardInput);
                List<InputSpool.Entry> inputs = spool.take(config.inputs());
                Optional<InputSpool.Entry> reference = spool.reference(config.reads());
                RunFile runFile =
                        new RunFile(directory, info, config, redactor, plan.pack(), plan.length(), plan.precision());
                plan.cascade().ifPresent(c -> runFile.screenedBy(c.small(), plan.precision()));
                Optional<InputSpool.Entry> reads = spool.aligned(config.reads());
                runFile.write(inputs, reference, reads);
                Artifact<InputFiles> input =
                        InputSpool.artifact(inputs, reference, config.reads().strict());
                expect(telemetry, plan, input.digest());
                StageRunner runner =
                        new StageRunner(directory, telemetry, info.runId(), config.explain(), onChange, costs);
                Pipeline pipeline = new Pipeline(runner, stages(plan));
                Verdicts verdicts = ReadLabelling.of(config.reads(), reads, reference)
                        .added(classified(pipeline, input, directory, config), runner);
                ReportFile page = new ReportFile(directory, config, plan.pack(), redactor);
                page.take(verdicts.summary());
                publish(directory, verdicts);
                verdicts.outcome().forEach(telemetry::outcome);
                verdicts.cascade().ifPresent(scores -> CascadeSaving.tell(telemetry, scores, embeddingCache != null));
                RunAlerts.raise(telemetry, alerts, verdicts.outcome());
                RunReport report = telemetry.finish(RunStatus.DONE, null);
                if (!config.clean()) {
                    costs.save();
                }
                RunReport compared = baseline.map(
                                b -> report.withBaseline(b.compare(report).redacted(redactor)))
                        .orElse(report);
                files.write(compared, () -> page.write(compared, verdicts.outcome()));
                return new Result(directory.root(), compared, verdicts.outcome());
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                Thread.interrupted(); // an interrupted thread could not write the reports
                RunAlerts.raise(telemetry, alerts, Map.of());
                RunReport report = telemetry.finish(stopped(e) ? RunStatus.CANCELLED : RunStatus.FAILED, e);
                LOG.debug("{}", SummaryReport.render(report));
                files.write();
                costs.save();
                throw e;
            }
        }
    }

    /**
     * Runs the stages, and loads the native engine beside the first of them. Not earlier: whatever else loads a library, or calls a
     * native method for the first time, waits until libtorch is loaded.
     */
    private Artifact<Verdicts> classified(
            Pipeline pipeline, Artifact<InputFiles> input, RunDirectory directory, PipelineConfig config)
            throws IOException, InterruptedException {
        boolean encodes =
                directory.latestManifest(StageId.DNABERT_S).isEmpty() && !RunCosts.exhausted(directory, costPlan);
        EngineWarmUp engine = encodes ? store.warmUp(config.encoders()) : null;
        try {
            return pipeline.run(input);
        } finally {
            if (engine != null) {
                engine.close();
            }
        }
    }

    private Stages stages(Plan plan) {
        PipelineConfig config = plan.config();
        if (plan.cascade().isEmpty()) {
            return Stages.of(
                    plan.length(), store, models, plan.pack(), config.encoders(), config.answers(), embeddingCache);
        }
        Cascade.Models opened = new Cascade.Models(store, models, config.encoders(), embeddingCache);
        return plan.cascade().get().stages(plan.length(), opened, plan.pack(), config.answers());
    }

    private void expect(PipelineTelemetry telemetry, Plan plan, String inputDigest) {
        KeptEstimates kept = estimates;
        if (kept != null && plan.config().telemetry() != TelemetryTier.OFF) {
            Optional<String> sample = models == store
                    ? Optional.empty()
                    : Optional.of(String.valueOf(plan.config().outputDirectory().getFileName()));
            kept.find(KeptEstimates.key(plan.config(), store, plan.pack(), inputDigest, sample))
                    .ifPresent(telemetry::expect);
        }
    }

    private static boolean stopped(Throwable e) {
        return Interruption.caused(e) || e instanceof CostCapException;
    }

    private void publish(RunDirectory directory, Verdicts verdicts) throws IOException {
        directory.publish(verdicts.files());
        if (asked.clean()) {
            directory.clearWork();
            directory.removeEmptyWork();
        }
    }

    /** Complains of inputs that cannot be opened, before anything is computed; pipes are left alone. */
    public static void checkInputs(PipelineConfig config) throws IOException {
        for (Path input : config.inputs()) {
            if (!input.equals(InputFile.STANDARD_INPUT)
                    && (!Files.exists(input) || Files.isRegularFile(input) || Files.isDirectory(input))) {
                InputFile.open(input, InputFile.name(input), config.reads().reference())
                        .close();
            }
        }
        ReadLabelling.check(config.reads());
        config.reads().reference().filter(fasta -> !Files.isRegularFile(fasta)).ifPresent(fasta -> {
            throw new InputException(fasta + ": no such file; check the path given with --reference");
        });
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
