package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.UsageException;
import org.virnuc.files.AtomicFile;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.telemetry.dashboard.Dashboard;
import org.virnuc.telemetry.dashboard.DashboardOptions;
import org.virnuc.telemetry.dashboard.FrozenRuns;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.report.Figures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc dashboard}: shows runs in a browser, or writes them as one page. */
@Command(
        name = "dashboard",
        description = "Shows past and running runs in the browser: a page on this machine, which only reads.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc dashboard",
            "  virnuc dashboard --port 8077 --run demo.virnuc",
            "  virnuc dashboard results/*.virnuc --history off",
            "  virnuc dashboard --export runs.html --since 7d",
            "",
            "Anyone who knows the address that it prints can read the runs. Ctrl-C ends it.",
        })
final class DashboardCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardCommand.class);
    private static final int HIGHEST_PORT = 65_535;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..*",
            description = "Run directories to show beside the history, or folders of them.")
    private List<Path> directories = new ArrayList<>();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port to listen at; 0 is any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen at. Another than the default lets other machines in (default: this machine"
                    + " only).")
    private @Nullable String host;

    @Choices.Of(Choices.RUNS)
    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Run to show first: an id or a run directory (default: the newest).")
    private @Nullable String run;

    @Option(names = "--open", description = "Open the page in the browser.")
    private boolean open;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Write one page that needs no server, instead of serving.")
    private @Nullable Path export;

    @Option(
            names = "--export-json",
            paramLabel = "FILE",
            description = "Write the same data as JSON, instead of serving.")
    private @Nullable Path exportJson;

    @Mixin
    private RunFilterOptions filter = new RunFilterOptions();

    @Mixin
    private HistoryOption history = new HistoryOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Path> file = history.file();
        if (file.isEmpty() && directories.isEmpty()) {
            throw new UsageException("there is nothing to show: no history is kept, and no run directory was named");
        }
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                throw new UsageException(directory + " is not a directory; name run directories, or folders of them");
            }
        }
        DashboardOptions.Builder options = DashboardOptions.builder()
                .history(file.orElse(null))
                .directories(directories)
                .command(RunQueryCommand::of);
        file.filter(Files::exists).ifPresent(existing -> history.open().close()); // brings it up to date once
        if (export != null || exportJson != null) {
            return export(options.build());
        }
        if (!filter.filter("all").equals(new RunFilterOptions().filter("all"))) {
            throw new UsageException(
                    "the conditions of runs are for --export and --export-json; the page has a search of its own");
        }
        return serve(options.host(address()).port(port()).run(found(file)).build());
    }

    private Integer export(DashboardOptions options) throws IOException {
        checkName("--export", export, ".html");
        checkName("--export-json", exportJson, ".json");
        NamedFiles files = new NamedFiles();
        history.addTo(files);
        Optional.ofNullable(export)
                .ifPresent(page -> files.writesApart("the file of --export", page, "give another file"));
        Optional.ofNullable(exportJson)
                .ifPresent(data -> files.writesApart("the file of --export-json", data, "give another file"));
        files.check();
        try (FrozenRuns runs = new FrozenRuns(options, filter.filter("all"))) {
            if (export != null) {
                AtomicFile.write(export, runs.html());
            }
            if (exportJson != null) {
                AtomicFile.write(exportJson, runs.json());
            }
            long all = runs.runs();
            if (all > FrozenRuns.MOST) {
                LOG.warn(
                        "{} runs match; the newest {} were written. Narrow them down, such as with --since",
                        Figures.count(all),
                        FrozenRuns.MOST);
            }
        }
        return ExitCode.DONE.number();
    }

    /** A name of another kind is most likely that of a file that should have been read, and would be gone. */
    private static void checkName(String option, @Nullable Path file, String ending) {
        if (file != null && !file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
            throw new UsageException(option + " " + file + ": give a name that ends in " + ending);
        }
    }

    private int port() {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new UsageException("--port " + port + " is not a port; give 1 to " + HIGHEST_PORT + ", or 0 for any");
        }
        return port;
    }

    private InetAddress address() {
        String given = host;
        try {
            return given == null ? InetAddress.getLoopbackAddress() : InetAddress.getAllByName(given)[0];
        } catch (UnknownHostException e) {
            throw new UsageException("--host " + given + " is not an address of this machine", e);
        }
    }

    /** The id of the run that was named. */
    private @Nullable String found(Optional<Path> file) {
        String named = run;
        if (named == null || file.filter(Files::exists).isEmpty()) {
            return named;
        }
        try (RunHistory opened = history.open()) {
            return new RunList(opened).find(named).runId();
        }
    }

    private Integer serve(DashboardOptions options) throws IOException, InterruptedException {
        try (Dashboard dashboard = Dashboard.start(options)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(dashboard.address());
            out.flush();
            if (host != null && !address().isLoopbackAddress()) {
                LOG.warn(
                        "other machines can reach this page, without encryption; anyone who knows the address reads the"
                                + " runs");
            }
            if (open) {
                openBrowser(dashboard.address().toString());
            }
            Thread.currentThread().join();
        } catch (BindException e) {
            throw new UsageException(
                    "cannot listen at port " + port + " (" + e.getMessage() + "); give another --port or --host", e);
        } catch (InterruptedException ended) {
            return ExitCode.DONE.number();
        }
        return ExitCode.DONE.number();
    }

    private static void openBrowser(String address) {
        String system = System.getProperty("os.name", "");
        String opener = system.startsWith("Mac") ? "open" : system.startsWith("Windows") ? "explorer" : "xdg-open";
        try {
            new ProcessBuilder(opener, address)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.warn("cannot open a browser ({} is missing); open the address above", opener);
        }
    }
}
