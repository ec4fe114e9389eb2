package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.calling.ResultFile;
import org.virnuc.calling.RunSummary;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Reason;
import org.virnuc.report.CalledReadCounts;
import org.virnuc.report.HtmlReport;
import org.virnuc.report.MultiqcFiles;
import org.virnuc.report.RecordConfidence;
import org.virnuc.report.ReportFacts;
import org.virnuc.sequences.InputFile;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Writes {@code report.html} and the files for MultiQC of a finished run. They contain the run's id and are therefore
 * not results. If one cannot be written, the run gets a warning.
 */
final class ReportFile {
    private static final Logger LOG = LoggerFactory.getLogger(ReportFile.class);

    private final RunDirectory directory;
    private final RunRequest config;
    private final RunFeatures features;
    private final String model;
    private final Redactor redactor;
    private final Optional<String> logName;
    private final List<String> losses = new ArrayList<>();
    private @Nullable RunSummary summary;

    /** The names of all files that this class writes. */
    static List<String> fileNames() {
        List<String> names = new ArrayList<>(MultiqcFiles.fileNames());
        names.add(HtmlReport.FILE_NAME);
        return names;
    }

    /** Creates the report of a run in {@code directory}. */
    ReportFile(RunDirectory directory, RunPlan plan, RunFeatures features, RunContext context) {
        this.directory = directory;
        this.config = plan.request();
        this.features = features;
        this.redactor = context.redactor();
        this.model = redactor.text(plan.pack().id());
        this.logName = context.logName();
    }

    /** Reads the summary of consensus, before the work files may be removed. */
    void take(Path file) {
        try {
            RunSummary read = RunSummary.read(file);
            summary = redactor.on() ? read.withoutIds() : read;
        } catch (IOException | RuntimeException e) {
            warn(HtmlReport.FILE_NAME, e);
        }
    }

    /**
     * Writes the page and the files for MultiQC. In a run without reads, files about the reads of an earlier run are
     * removed.
     */
    void write(RunReport report, Map<String, Long> outcome) {
        RunSummary known = summary;
        if (known == null) {
            return;
        }
        write(HtmlReport.FILE_NAME, () -> HtmlReport.render(known, report, facts(report, known, outcome)));
        write(MultiqcFiles.BAR_FILE, () -> MultiqcFiles.bar(sample(report), known));
        write(MultiqcFiles.STATISTICS_FILE, () -> MultiqcFiles.statistics(sample(report), known));
        write(MultiqcFiles.VERSIONS_FILE, () -> MultiqcFiles.versions(report));
        CalledReadCounts.of(outcome)
                .ifPresentOrElse(
                        reads -> {
                            write(MultiqcFiles.READS_BAR_FILE, () -> MultiqcFiles.readsBar(sample(report), reads));
                            write(
                                    MultiqcFiles.READS_STATISTICS_FILE,
                                    () -> MultiqcFiles.readsStatistics(sample(report), reads));
                        },
                        () -> {
                            remove(MultiqcFiles.READS_BAR_FILE);
                            remove(MultiqcFiles.READS_STATISTICS_FILE);
                        });
    }

    private void remove(String name) {
        try {
            Files.deleteIfExists(directory.file(name));
        } catch (IOException e) {
            LOG.warn("{} of an earlier run could not be removed from {}: {}", name, directory.root(), Reason.of(e));
        }
    }

    private void write(String name, Supplier<String> content) {
        try {
            AtomicFile.write(directory.file(name), content.get());
        } catch (IOException | RuntimeException e) {
            warn(name, e);
        }
    }

    private void warn(String name, Exception e) {
        String loss = name + " could not be written to " + directory.root() + ": " + Reason.of(e);
        LOG.warn("{}", loss);
        losses.add(loss);
    }

    /** The files that could not be written, one sentence each. */
    List<String> losses() {
        return List.copyOf(losses);
    }

    private ReportFacts facts(RunReport report, RunSummary known, Map<String, Long> outcome) {
        return new ReportFacts(
                sample(report),
                inputs(),
                model,
                precision(report),
                linked(),
                redactor.text(known.trust().selection()),
                outcome,
                config.telemetry() != TelemetryTier.OFF,
                confidence(known),
                features.sections());
    }

    /** The files of the run that stay beside the page. */
    private List<String> linked() {
        Stream<String> files = RunFile.files(config, features, logName).values().stream()
                .filter(name -> !name.equals(HtmlReport.FILE_NAME))
                .filter(name -> !(config.clean() && name.equals(RunDirectory.WORK)));
        return Stream.concat(files, Stream.of(RunFile.FILE_NAME)).toList();
    }

    private Map<Long, RecordConfidence> confidence(RunSummary known) {
        Set<Long> numbers = known.rows().stream().map(RunSummary.Row::number).collect(Collectors.toSet());
        try {
            return RecordConfidence.read(directory.file(ResultFile.CONFIDENCE.fileName()), numbers);
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "{} could not be read for {}: {}",
                    ResultFile.CONFIDENCE.fileName(),
                    HtmlReport.FILE_NAME,
                    Reason.of(e));
            return Map.of();
        }
    }

    /** The name of the run directory, or the run's id if the name is sensitive. */
    private String sample(RunReport report) {
        Path name = directory.root().toAbsolutePath().normalize().getFileName();
        if (name == null || redactor.on()) {
            return report.runId();
        }
        String given = name.toString();
        String suffix = RunRequest.DIRECTORY_SUFFIX;
        boolean ours = given.endsWith(suffix) && given.length() > suffix.length();
        return ours ? given.substring(0, given.length() - suffix.length()) : given;
    }

    private List<String> inputs() {
        return config.inputs().stream()
                .map(input -> redactor.on() ? redactor.path(input.toString()) : name(input))
                .toList();
    }

    private static String name(Path input) {
        Path name = input.getFileName();
        return input.equals(InputFile.STANDARD_INPUT)
                ? "standard input"
                : name == null ? input.toString() : name.toString();
    }

    /** The precision of the encoders, such as {@code bf16}. */
    private static String precision(RunReport report) {
        Set<String> words = new TreeSet<>();
        for (String role : List.of("dna", "protein")) {
            words.add(report.environment()
                    .getOrDefault("model_" + role + "_precision", "")
                    .toLowerCase(Locale.ROOT));
        }
        words.remove("");
        return String.join(" and ", words);
    }
}
