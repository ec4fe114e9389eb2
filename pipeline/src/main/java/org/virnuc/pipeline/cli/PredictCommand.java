package org.virnuc.pipeline.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.store.KeptModels;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.PipelineConfig;
import org.virnuc.pipeline.PipelineRun;
import org.virnuc.pipeline.RunCosts;
import org.virnuc.pipeline.samples.Sample;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.progress.ProgressDisplay;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.report.SummaryReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc predict}: from FASTA to verdicts. */
@Command(
        name = "predict",
        description = "Scores contigs, genomes or reads as virus or others.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc predict contigs.fasta",
            "  virnuc predict sample1.fa.gz sample2.fa.gz -o results --precision fp32",
            "  virnuc predict --samples sheet.csv -o results",
            "  virnuc predict contigs.fasta --reads aligned.bam --write-reads viral",
            "  zcat reads.fa.gz | virnuc predict - -o reads.virnuc --length 300",
            "",
            "The same command again goes on where the last one stopped, and computes nothing twice."
        })
final class PredictCommand implements Callable<Integer> {
    /** A flag that is given is true, also where the run file has given it; picocli would take the opposite of its default. */
    private static final String GIVEN = "true";

    @Parameters(
            paramLabel = "INPUT",
            arity = "0..*",
            description =
                    "FASTA, FASTQ, BAM, CRAM, SAM or GenBank files, plain or compressed, or directories of them; -"
                            + " is standard input.")
    private List<Path> inputs = new ArrayList<>();

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
    private DeviceOptions device = new DeviceOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file with any of these options by their long names; the command line wins.")
    @SuppressWarnings("UnusedVariable") // shown in the help; ConfigFile reads it before the other options are parsed
    private @Nullable Path config;

    @Option(
            names = "--telemetry",
            paramLabel = "TIER",
            defaultValue = "summary",
            description = "off; summary: telemetry.json and telemetry.md; full: also calls.jsonl and spans.jsonl"
                    + " (default: ${DEFAULT-VALUE}).")
    private TelemetryTier telemetry = TelemetryTier.SUMMARY;

    @Option(
            names = "--baseline",
            paramLabel = "RUN",
            description = "A run directory or telemetry.json to compare the speed with.")
    private @Nullable Path baseline;

    @CommandLine.Mixin
    private FormatOption format = new FormatOption();

    @CommandLine.Mixin
    private ProgressOption progress = new ProgressOption();

    @Option(
            names = "--force",
            fallbackValue = GIVEN,
            description = "Start afresh: throw away the work of earlier runs in the directory.")
    private boolean force;

    @Option(names = "--explain", fallbackValue = GIVEN, description = "Say for every stage why it runs or is skipped.")
    private boolean explain;

    @Option(
            names = "--clean",
            fallbackValue = GIVEN,
            description = "Remove the work folder after success; the same command computes anew.")
    private boolean clean;

    @CommandLine.Mixin
    private AnswerMixin answers = new AnswerMixin();

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
    private RunKeeping keeping = new RunKeeping();

    @CommandLine.Mixin
    private ExportOptions export = new ExportOptions();

    @CommandLine.Mixin
    @SuppressWarnings(
            "UnusedVariable") // shown in the help; SensitiveValues reads it before the other options are parsed
    private PrivacyOption privacy = new PrivacyOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PipelineConfig asked = config();
        List<Sample> rows = samples.rows();
        if (dryRun.asked()) {
            return print(dryRun.text(SampleOption.together(asked, rows), rows, costs.plan(), progress, format));
        }
        ModelStore store = new ModelStore(CacheFolder.writable());
        if (!rows.isEmpty()) {
            SampleRuns all = new SampleRuns(rows, asked, costs.plan(), new KeptModels(store));
            print(all.run((config, plan, models) -> once(config, plan, store, models), format));
            return all.exitCode();
        }
        PipelineRun.Result result = once(asked, costs.plan(), store, store);
        return print(
                format.json()
                        ? ResultText.json(result, RedactedLayout.redactor())
                        : ResultText.line(result, RedactedLayout.redactor()));
    }

    private PipelineRun.Result once(PipelineConfig asked, RunCosts.Plan plan, ModelStore store, ModelOpener models)
            throws Exception {
        RunInfo info =
                RunIdentity.now(spec.commandLine().getParent().getParseResult().originalArgs());
        Redactor redactor = RedactedLayout.redactor();
        PrintStream standardError = System.err;
        // The history names directories, hosts and commands, so a run that must not is not in it.
        try (RunKeeping.Keeper keeper = keeping.keep(telemetry != TelemetryTier.OFF && !redactor.on())) {
            PipelineRun.Result result;
            try (Exports exports = export.open();
                    ProgressDisplay display = progress.open(standardError)) {
                result = new PipelineRun(asked, store, info, exports.with(display, keeper), redactor)
                        .costs(plan)
                        .alerts(alert.alerts())
                        .estimates(CacheFolder.estimates())
                        .embeddingCache(embeddings.cache())
                        .models(models)
                        .run(System.in, directory -> {
                            Logs.openFile(directory);
                            keeper.directory(directory);
                        });
            }
            Logs.summary(SummaryReport.render(result.report()));
            return result;
        }
    }

    private int print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
        return ExitCode.DONE.number();
    }

    private PipelineConfig config() {
        return new PipelineConfig(
                samples.inputs(inputs),
                Optional.ofNullable(output),
                chunk.length(),
                chunk.allowLengthMismatch(),
                cascade.with(model.choice()),
                device.encoders(),
                telemetry,
                Optional.ofNullable(baseline),
                force,
                explain,
                clean,
                answers.options(),
                labels.options(reads.options(), samples.given()));
    }
}
