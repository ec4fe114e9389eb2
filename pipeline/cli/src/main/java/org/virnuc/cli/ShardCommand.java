package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.shards.ShardPlan;
import org.virnuc.pipeline.shards.Sharding;
import org.virnuc.telemetry.progress.ProgressDisplay;
import org.virnuc.telemetry.report.Figures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code virnuc shard}: makes the plan of a run that several machines share. */
@Command(
        name = "shard",
        description = {
            "Splits a run into shards that any number of machines compute with virnuc work.",
            "Reads the input once. What virnuc merge makes of the shards are the bytes of virnuc predict."
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  virnuc shard contigs.fasta -o plan",
            "  virnuc shard sample1.fa.gz sample2.fa.gz -o plan --precision fp32",
            "  virnuc shard reads.fastq.gz -o plan --length 300 --max-fdr 0.05"
        })
@Section.Of(Section.OUTPUT)
final class ShardCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private InputMixin input = new InputMixin();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "PLAN",
            description = "Directory for the plan, which all machines read.")
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

    @Option(
            names = {"-f", "--force"},
            fallbackValue = "true",
            description = "Start afresh: throw away the plan in the directory, also of other inputs.")
    private boolean force;

    @CommandLine.Mixin
    private ResultMixin results = new ResultMixin();

    @CommandLine.Mixin
    private ReadMixin reads = new ReadMixin();

    @CommandLine.Mixin
    private ReadLabelMixin labels = new ReadLabelMixin();

    @CommandLine.Mixin
    private MessageOptions messages = new MessageOptions();

    @CommandLine.Mixin
    @SuppressWarnings(
            "UnusedVariable") // shown in the help; SensitiveValues reads it before the other options are parsed
    private PrivacyOption privacy = new PrivacyOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        messages.apply();
        PrintStream standardError = System.err;
        RunContext context = RunContext.of(ThisCommand.run(spec), new ModelStore(CacheFolder.writable()))
                .redactor(RedactedLayout.redactor())
                .standardInput(System.in);
        ShardPlan plan;
        try (ProgressDisplay display = messages.open(standardError)) {
            plan = new Sharding(context).plan(request().listener(display).build());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(RedactedLayout.redactor()
                .text(String.format(
                        Locale.ROOT,
                        "%s: %s of %s, %s",
                        plan.folder(),
                        Figures.counted(plan.shards(), "shard"),
                        Figures.counted(plan.frames(), "frame"),
                        Figures.counted(plan.chunks(), "chunk"))));
        out.flush();
        return ExitCode.DONE.number();
    }

    private RunRequest.Builder request() {
        return RunRequest.of(input.inputs(spec.commandLine()))
                .output(Optional.ofNullable(output))
                .length(chunk.length())
                .allowLengthMismatch(chunk.allowLengthMismatch())
                .model(cascade.with(chunkHead.with(model.choice())))
                .encoders(device.encoders())
                .force(force)
                .results(results.options())
                .reads(labels.options(reads.options(), false));
    }
}
