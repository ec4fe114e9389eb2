package org.virnuc.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
import org.virnuc.files.Reason;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.history.export.ExportColumns;
import org.virnuc.telemetry.history.export.ExportFile;
import org.virnuc.telemetry.history.export.ExportFile.Format;
import org.virnuc.telemetry.history.export.PdfReport;
import org.virnuc.telemetry.history.export.RunExport;
import org.virnuc.telemetry.report.Figures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc runs export}: exports runs of the history as CSV, JSON, zip or PDF. */
@Command(
        name = "export",
        description = "Exports runs as CSV, JSON, a zip with every run's reports, or two pages of PDF with charts.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  virnuc runs export --since 30d -o runs.pdf",
            "  virnuc runs export --metrics started_at,wall_seconds,esm-2.wall_seconds -o runs.csv.gz",
            "  virnuc runs export --status done -o runs.zip",
        })
final class RunsExportCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunsExportCommand.class);

    @Choices.Of(Choices.RUNS)
    @Parameters(paramLabel = "RUN", arity = "0..*", description = "These runs, as for virnuc runs show (default: all).")
    private List<String> runs = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Ends in .csv, .json, .zip or .pdf, and in .gz or .zst to compress it (default: CSV on"
                    + " standard output).")
    private @Nullable Path output;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = "csv, json, zip or pdf, where the file's name does not say it.")
    private @Nullable Format format;

    @Option(
            names = "--metrics",
            paramLabel = "LIST",
            split = ",",
            description =
                    "Columns of CSV and JSON; those of a stage as esm-2.wall_seconds (default: all of the run's).")
    private List<String> metrics = new ArrayList<>();

    @Mixin
    private RunFilterOptions filter = new RunFilterOptions();

    @Option(
            names = "--limit",
            paramLabel = "N|all",
            defaultValue = "all",
            description = "At most this number of runs, the newest (default: ${DEFAULT-VALUE}).")
    private String limit = "all";

    @Mixin
    private HistoryOption history = new HistoryOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Format wanted = wanted();
        Optional.ofNullable(output).ifPresent(file -> {
            NamedFiles files = new NamedFiles();
            history.addTo(files);
            files.writesApart("the file of -o", file, "give another file with -o")
                    .check();
        });
        ExportColumns columns = metrics.isEmpty() ? ExportColumns.all() : ExportColumns.of(metrics);
        try (RunHistory opened = history.open()) {
            List<RunRow> rows = rows(new RunList(opened));
            ExportFile.Content content = content(wanted, opened, rows, columns);
            Path file = output;
            if (file == null) {
                print(content);
            } else {
                UnresumableException.during("virnuc runs export", () -> {
                    write(file, content);
                    return file;
                });
                LOG.info("{} runs exported to {}", Figures.count(rows.size()), file);
            }
        }
        return ExitCode.DONE.number();
    }

    private Format wanted() {
        Format given = format;
        Path file = output;
        if (file == null) {
            if (given == Format.ZIP || given == Format.PDF) {
                throw new UsageException(
                        "--format " + given.name().toLowerCase(Locale.ROOT) + " needs a file; name one with -o");
            }
            return given == null ? Format.CSV : given;
        }
        return Optional.ofNullable(given)
                .or(() -> ExportFile.format(file))
                .orElseThrow(() -> new UsageException("-o " + file + " does not say what to write; end it in .csv,"
                        + " .json, .zip or .pdf, or give --format"));
    }

    private List<RunRow> rows(RunList list) {
        List<RunRow> rows = list.rows(filter.filter(limit));
        if (runs.isEmpty()) {
            return rows;
        }
        List<RunRow> named = runs.stream().map(list::find).distinct().toList();
        return rows.stream().filter(named::contains).toList();
    }

    private static ExportFile.Content content(
            Format wanted, RunHistory opened, List<RunRow> rows, ExportColumns columns) {
        RunExport export = new RunExport(opened, rows, columns);
        return switch (wanted) {
            case CSV -> export::csv;
            case JSON -> export::json;
            case ZIP -> export::bundle;
            case PDF -> PdfReport.of(new RunList(opened), rows)::write;
        };
    }

    private void print(ExportFile.Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.write(bytes);
        PrintWriter out = spec.commandLine().getOut();
        out.print(bytes.toString(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Treats an unwritable path as a usage error, but not a full disk. */
    private static void write(Path file, ExportFile.Content content) throws IOException {
        try {
            ExportFile.write(file, content);
        } catch (IOException e) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && Files.isDirectory(folder) && Files.isWritable(folder) && !Files.isDirectory(file)) {
                throw e;
            }
            throw new UsageException(
                    "cannot write " + file + " (" + Reason.of(e) + "); give a file you can write with -o", e);
        }
    }
}
