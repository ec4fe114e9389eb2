package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelPool;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ExtraSteps;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.pipeline.samples.Sample;
import org.virnuc.pipeline.samples.SampleRuns;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.history.RunDescription;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code virnuc predict}: classifies the sequences of FASTA files. */
@Command(
        name = "predict",
        description = "Scores contigs, genomes or reads as virus or others.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  virnuc predict contigs.fasta",
            "  virnuc predict sample1.fa.gz sample2.fa.gz -o results --precision fp32",
            "  virnuc predict --samples sheet.csv -o results",
            "  virnuc predict reads.fq.gz -o /shared/results --engine spark --master spark://head:7077",
            "  virnuc predict contigs.fasta --reads aligned.bam --write-reads viral",
            "  zcat reads.fa.gz | virnuc predict - -o reads.virnuc --length 300",
            "",
            "The same command again goes on where the last one stopped, and computes nothing twice."
        })
@Section.Of(Section.OUTPUT)
final class PredictCommand implements Callable<Integer> {
    /**
     * The value of a flag on the command line, even if the run file sets it; picocli would use the opposite of its
     * default.
     */
    private static final String GIVEN = "true";

    @CommandLine.Mixin
    private InputMixin input = new InputMixin();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Run directory (default: name of the first input with .virnuc).")
    private @Nullable Path output;

    @CommandLine.Mixin
    private LengthOptions chunk = new LengthOptions();

    @CommandLine.Mixin
    private ModelOptions model = new ModelOptions();

    @CommandLine.Mixin
    private CascadeMixin cascade = new CascadeMixin();

    @CommandLine.Mixin
    private ChunkHeadOption chunkHead = new ChunkHeadOption();

    @CommandLine.Mixin
    private DeviceOptions device = new DeviceOptions();

    @CommandLine.Mixin
    private EngineOptions engine = new EngineOptions();

    @Section.Of(Section.GENERAL)
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file with any of these options by their long names; the command line wins.")
    private @Nullable Path config; // ConfigFile reads it before the other options are parsed

    @Section.Of(Section.TELEMETRY)
    @Option(
            names = "--telemetry",
            paramLabel = "TIER",
            defaultValue = "summary",
            description = "off; summary: telemetry.json and telemetry.md; full: also calls.jsonl and spans.jsonl"
                    + " (default: ${DEFAULT-VALUE}).")
    private TelemetryTier telemetry = TelemetryTier.SUMMARY;

    @Section.Of(Section.TELEMETRY)
    @Option(
            names = "--baseline",
            paramLabel = "RUN",
            description = "A run directory or telemetry.json to compare the speed with.")
    private @Nullable Path baseline;

    @CommandLine.Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = {"-f", "--force"},
            fallbackValue = GIVEN,
            description =
                    "Start afresh: throw away the work of earlier runs in the directory, also on other inputs, and"
                            + " their bill.")
    private boolean force;

    @Section.Of(Section.TELEMETRY)
    @Option(names = "--explain", fallbackValue = GIVEN, description = "Say for every stage why it runs or is skipped.")
    private boolean explain;

    @Option(
            names = "--clean",
            fallbackValue = GIVEN,
            description = "Remove the work folder after success; the same command then computes everything again.")
    private boolean clean;

    @CommandLine.Mixin
    private ResultMixin results = new ResultMixin();

    @CommandLine.Mixin
    private SampleOption samples = new SampleOption();

    @CommandLine.Mixin
    private ReadMixin reads = new ReadMixin();

    @CommandLine.Mixin
    private ReadLabelMixin labels = new ReadLabelMixin();

    @CommandLine.Mixin
    private CostOptions costs = new CostOptions();

    @CommandLine.Mixin
    private AlertOption alert = new AlertOption();

    @CommandLine.Mixin
    private EmbeddingCacheOptions embeddings = new EmbeddingCacheOptions();

    @CommandLine.Mixin
    private DryRunOption dryRun = new DryRunOption();

    @CommandLine.Mixin
    private MonitoringMixin monitoring = new MonitoringMixin();

    @CommandLine.Mixin
    @SuppressWarnings(
            "UnusedVariable") // shown in the help; SensitiveValues reads it before the other options are parsed
    private PrivacyOption privacy = new PrivacyOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        monitoring.messages().apply();
        RunRequest asked = request();
        List<Sample> rows = samples.rows();
        named(asked, rows).check();
        Optional<EngineRun> elsewhere = Main.engine(spec).map(given -> new EngineRun(given, spec, monitoring));
        if (elsewhere.isPresent()) {
            return elsewhere(elsewhere.get(), asked);
        }
        boolean handedOver = engine.spark();
        if (dryRun.asked()) {
            String text =
                    dryRun.text(SampleOption.together(asked, rows), rows, costs.plan(), monitoring.messages(), format);
            return print(handedOver && !format.json() ? text + EngineOptions.NOT_ESTIMATED : text);
        }
        if (handedOver) {
            return handOver();
        }
        ModelStore store = new ModelStore(CacheFolder.writable());
        try (ModelPool models = new ModelPool(store)) { // several steps, and all samples, use the same encoders
            return rows.isEmpty() ? printResult(once(asked, store, models)) : samples(rows, asked, store, models);
        }
    }

    /** The job gets all options but those that say where it runs, and its exit code is that of this command. */
    private int handOver() throws IOException {
        requireOneRun();
        EngineRun.requireShared();
        List<String> arguments = EngineOptions.without(ThisCommand.arguments(spec));
        return SparkSubmit.run(SparkSubmit.here().command(engine.submitOptions(), arguments));
    }

    private void requireOneRun() {
        if (samples.given()) {
            throw new UsageException(SampleOption.NAME + " is for runs on one machine; leave out --engine, or give each"
                    + " sample a run of its own");
        }
    }

    private int elsewhere(EngineRun run, RunRequest asked) throws IOException, InterruptedException {
        EngineOptions.requireNone(spec);
        if (dryRun.asked()) {
            throw new UsageException("--dry-run is for virnuc predict, which needs no Spark for it");
        }
        requireOneRun();
        run.require(asked);
        RunResult result = run.run(asked, new ModelStore(CacheFolder.writable()));
        Logs.summary(ResultText.report(result, RedactedLayout.redactor()));
        return printResult(result);
    }

    private int printResult(RunResult result) {
        return printResult(
                format.json()
                        ? ResultText.json(result, RedactedLayout.redactor())
                        : ResultText.line(result, RedactedLayout.redactor()));
    }

    private int samples(List<Sample> rows, RunRequest asked, ModelStore store, ModelPool pool)
            throws IOException, InterruptedException {
        RunDescription about = new RunDescription(
                InputWords.of(samples.sheet().stream().toList()) + " (" + rows.size() + " samples)",
                null,
                monitoring.recording().label());
        try (SheetRecord sheet =
                SheetRecord.start(ThisCommand.run(spec), monitoring.history(asked), asked.outputDirectory(), about)) {
            monitoring.within(sheet);
            SampleCommand host = new SampleCommand(pool, (request, models) -> once(request, store, models));
            SampleRuns.Outcome outcome = outcome(rows, asked, host, sheet);
            Logs.summary(SampleCommand.report(outcome));
            int printed = printResult(SampleCommand.text(outcome, format));
            int code = SampleCommand.exitCode(outcome);
            return code == ExitCode.DONE.number() ? printed : code;
        }
    }

    private static SampleRuns.Outcome outcome(
            List<Sample> rows, RunRequest asked, SampleCommand host, SheetRecord sheet)
            throws IOException, InterruptedException {
        try {
            SampleRuns.Outcome outcome = new SampleRuns(rows, asked, host).run();
            sheet.ended(outcome.firstFailure());
            return outcome;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            sheet.stopped(e);
            throw e;
        }
    }

    private RunResult once(RunRequest asked, ModelStore store, ModelOpener models)
            throws IOException, InterruptedException {
        RunResult result = monitoring.run(spec, asked, store, models, ExtraSteps.NONE);
        Logs.summary(ResultText.report(result, RedactedLayout.redactor()));
        return result;
    }

    /** Prints the result, which with --quiet is only in the files, unless a program reads it. */
    private int printResult(String text) {
        return monitoring.messages().quiet() && !format.json() ? exitCode() : print(text);
    }

    private int print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
        return exitCode();
    }

    private int exitCode() {
        return (monitoring.lost() ? ExitCode.INTERNAL : ExitCode.DONE).number();
    }

    /** The files that the command reads and writes, to be checked for conflicts before anything is changed. */
    private NamedFiles named(RunRequest asked, List<Sample> rows) {
        NamedFiles files = NamedPlaces.of(asked, rows);
        files.reads("the cache folder", CacheFolder.path());
        Optional.ofNullable(config).ifPresent(file -> files.reads("the run file", file));
        samples.sheet().ifPresent(file -> files.reads("the sample sheet", file));
        costs.addTo(files);
        monitoring.addTo(files);
        return files;
    }

    private RunRequest request() {
        return RunRequest.of(samples.inputs(input.inputs(spec.commandLine())))
                .output(Optional.ofNullable(output))
                .length(chunk.length())
                .allowLengthMismatch(chunk.allowLengthMismatch())
                .model(cascade.with(chunkHead.with(model.choice())))
                .encoders(device.encoders())
                .telemetry(telemetry)
                .baseline(Optional.ofNullable(baseline))
                .force(force)
                .explain(explain)
                .clean(clean)
                .results(results.options())
                .reads(labels.options(reads.options(), samples.given()))
                .embeddingCache(embeddings.cache())
                .costs(costs.plan())
                .alerts(alert.alerts())
                .build();
    }
}
