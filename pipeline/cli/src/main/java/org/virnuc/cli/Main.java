package org.virnuc.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.UsageException;
import org.virnuc.files.VisibleText;
import org.virnuc.files.ZstdLibrary;
import org.virnuc.models.engine.NativeRuntime;
import org.virnuc.pipeline.shards.ShardEngine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code virnuc}. */
@Command(
        name = "virnuc",
        description = "Finds viral sequences in contigs, genomes or reads.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            PredictCommand.class,
            ShardCommand.class,
            WorkCommand.class,
            MergeCommand.class,
            CalibrateCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            ModelsCommand.class,
            VerifyCommand.class,
            RunsCommand.class,
            DashboardCommand.class,
            EmbeddingCacheCommand.class,
            TelemetryCommand.class,
            DoctorCommand.class,
            SetupGpuCommand.class,
            CompletionCommand.class,
            ManCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  virnuc predict contigs.fasta",
            "  virnuc predict reads.fa.gz -o results --length 300",
            "  virnuc doctor",
            "",
            "Exit codes:",
            "  0  done",
            "  1  internal error, or the disk is full",
            "  2  wrong use: options, no command, output directory in use",
            "  3  bad input",
            "  4  model",
            "  5  cost cap reached; the same command with a higher cap goes on",
            "  6  interrupted; the same command goes on",
            "  7  device",
            "  8  labels agree less often than asked for (virnuc verify)"
        })
public final class Main implements Callable<Integer> {
    /** Commands with subcommands. The subcommands are created only when needed, because they slow every start. */
    private static final Map<String, Consumer<CommandLine>> BELOW =
            Map.of("runs", RunsCommand::addSubcommands, "models", ModelsCommand::addSubcommands);

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    private final Optional<ShardEngine> engine;

    private Main(Optional<ShardEngine> engine) {
        this.engine = engine;
    }

    /** Runs the program and ends the process. */
    public static void main(String[] arguments) {
        System.exit(process(arguments, Optional.empty()));
    }

    /**
     * Runs {@code virnuc predict} with its shards computed by an engine, and returns the exit code. Meant for the main class of
     * another program.
     *
     * @param arguments those of {@code virnuc predict}
     */
    public static int predict(String[] arguments, ShardEngine engine) {
        List<String> command = new ArrayList<>(List.of("predict"));
        command.addAll(List.of(arguments));
        return process(command.toArray(String[]::new), Optional.of(engine));
    }

    /** Nothing that goes wrong here ends in a stack trace: not before the first command, and not in another thread. */
    private static int process(String[] arguments, Optional<ShardEngine> engine) {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> unexpected(e));
        Cancellation cancellation = null;
        int code = FileDescriptors.EXIT_CODE;
        try {
            cancellation = new Cancellation(Thread.currentThread());
            Runtime.getRuntime().addShutdownHook(cancellation);
            code = program(arguments, engine, writer(System.err));
        } catch (RuntimeException | Error e) {
            unexpected(e);
        } finally {
            if (cancellation != null) {
                cancellation.finished(code);
            }
        }
        return code;
    }

    private static int program(String[] arguments, Optional<ShardEngine> engine, PrintWriter err) {
        try {
            NativeRuntime.configure(CacheFolder.path());
            return run(arguments, engine, StandardOutput.open(), err);
        } catch (RuntimeException | Error e) { // such as of a user without a home
            return failed(e, err);
        }
    }

    private static void unexpected(Throwable e) {
        System.err.println("virnuc: " + FileDescriptors.problem(e));
    }

    /** Runs one command line and returns its exit code. Failing to print a result is not a success. */
    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return run(arguments, Optional.empty(), out, err);
    }

    /** Runs one command line with an engine, if there is one. */
    static int run(String[] arguments, Optional<ShardEngine> engine, PrintWriter out, PrintWriter err) {
        return StandardOutput.exitCode(execute(arguments, engine, out, err), out, err);
    }

    private static int execute(String[] arguments, Optional<ShardEngine> engine, PrintWriter out, PrintWriter err) {
        try {
            return executed(arguments, engine, out, err);
        } catch (RuntimeException | Error e) {
            return failed(e, err);
        }
    }

    private static int executed(String[] arguments, Optional<ShardEngine> engine, PrintWriter out, PrintWriter err) {
        CacheFolder.natives("zstd").ifPresent(ZstdLibrary::unpackIn);
        CommandLine line = new CommandLine(new Main(engine));
        if (arguments.length > 0) {
            BELOW.getOrDefault(arguments[0], without -> {}).accept(line);
        }
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(true);
        SectionedHelp.use(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Path.class, Main::path);
        RedactedLayout.use(SensitiveValues.redactor(arguments, line).naming(OptionNames::in));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, err));
        ConfigFile config = ConfigFile.of(arguments);
        line.setParameterExceptionHandler((e, badArguments) -> misused(e, config, err));
        line.getSubcommands().forEach((name, command) -> {
            if (name.equals("predict")) {
                command.setDefaultValueProvider(config);
            }
        });
        return line.execute(arguments);
    }

    /** A path of a command line. The empty one, such as that of an unset variable of a script, would be the current directory. */
    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new CommandLine.TypeConversionException("the path is empty; if it comes from a variable, set that");
        }
        return Path.of(text);
    }

    /** Creates the command line with every subcommand, to generate documentation. */
    static CommandLine whole() {
        CommandLine line = new CommandLine(new Main(Optional.empty()));
        BELOW.values().forEach(add -> add.accept(line));
        return line;
    }

    /** The engine that computes the shards of the command's run; empty if the command computes all itself. */
    static Optional<ShardEngine> engine(CommandLine.Model.CommandSpec spec) {
        return spec.root().userObject() instanceof Main main ? main.engine : Optional.empty();
    }

    @Override
    public Integer call() {
        return FirstSteps.welcome(spec);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static int failed(Throwable e, PrintWriter err) {
        ExitCode code = ExitCode.of(e);
        LoggerFactory.getLogger(Main.class).debug("the program ended with exit code {}", code.number(), e);
        err.println("virnuc: " + VisibleText.of(RedactedLayout.redactor().text(ExitCode.message(e), e)));
        return code.number();
    }

    private static int misused(CommandLine.ParameterException e, ConfigFile config, PrintWriter err) {
        if (e.getCause() instanceof UsageException ours) {
            return failed(ours, err);
        }
        String words = config.place(e) + Misuse.words(e);
        err.println("virnuc: " + VisibleText.of(RedactedLayout.redactor().text(words, e)));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE.number();
    }
}
