package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.models.store.ModelPool;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.shards.ShardNumbers;
import org.virnuc.pipeline.shards.ShardPlan;
import org.virnuc.pipeline.shards.ShardWork;
import org.virnuc.telemetry.progress.ProgressDisplay;
import org.virnuc.telemetry.report.Figures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc work}: computes shards of a plan on this machine. */
@Command(
        name = "work",
        description = {
            "Computes shards of a plan of virnuc shard on this machine: all, some, or one of several parts.",
            "Finished shards are not computed again, and an interrupted one goes on where it stopped."
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  virnuc work plan",
            "  virnuc work plan --shards 3-7,12",
            "  virnuc work plan --part 2/8 -o results-2",
            "",
            "Any number of machines may work on different shards of a plan at the same time."
        })
@Section.Of(Section.GENERAL)
final class WorkCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PLAN", description = "The directory of virnuc shard.")
    @SuppressWarnings("NullAway.Init")
    private Path plan;

    @Option(names = "--shards", paramLabel = "LIST", description = "Shards to compute, such as 3-7,12 (default: all).")
    private @Nullable String shards;

    @Option(
            names = "--part",
            paramLabel = "I/N",
            description =
                    "Compute the I-th of N parts of all shards, such as 2/8; a part is empty where there are fewer"
                            + " shards than parts.")
    private @Nullable String part;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Directory for the results (default: shards in PLAN).")
    private @Nullable Path output;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "CPU threads, unless the plan says how many share an operator (default: all cores).")
    private int threads;

    @Option(
            names = {"-f", "--force"},
            fallbackValue = "true",
            description = "Compute finished shards again.")
    private boolean force;

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
        if (threads < 0) {
            throw new UsageException("`threads` " + threads + " is negative; give 1 or more, or leave it out");
        }
        PrintStream standardError = System.err;
        ShardPlan opened = ShardPlan.open(plan);
        List<Integer> numbers = numbers(opened);
        ModelStore store = new ModelStore(CacheFolder.writable());
        PrintWriter out = spec.commandLine().getOut();
        try (ModelPool models = new ModelPool(store);
                ProgressDisplay display = messages.open(standardError)) {
            ShardWork.Options options = new ShardWork.Options(
                    Objects.requireNonNullElse(output, opened.results()), threads, force, List.of(display));
            ShardWork work = ShardWork.of(opened, options, context(store), models);
            for (int number : numbers) {
                print(out, work.compute(number, context(store)), opened);
            }
        }
        return ExitCode.DONE.number();
    }

    private List<Integer> numbers(ShardPlan opened) {
        if (shards != null && part != null) {
            throw new UsageException("--shards and --part both say which shards to compute; give one of them");
        }
        if (part != null) {
            return ShardNumbers.part(part, opened.shards());
        }
        return ShardNumbers.parse(shards == null ? "1-" + opened.shards() : shards, opened.shards());
    }

    /** A run for each shard, so that each has an id of its own. */
    private RunContext context(ModelStore store) {
        return RunContext.of(ThisCommand.run(spec), store).redactor(RedactedLayout.redactor());
    }

    private static void print(PrintWriter out, ShardWork.Done done, ShardPlan opened) {
        String frames = Figures.count(done.frames()) + (done.frames() == 1 ? " frame" : " frames");
        out.println("shard " + done.shard() + " of " + opened.shards() + ": " + frames
                + (done.before() ? ", finished before" : " in " + Figures.seconds(done.seconds())));
        out.flush();
    }
}
