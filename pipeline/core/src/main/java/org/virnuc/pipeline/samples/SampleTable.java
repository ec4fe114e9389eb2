package org.virnuc.pipeline.samples;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.FixedNames;
import org.virnuc.files.Leftovers;
import org.virnuc.files.SmallFile;
import org.virnuc.pipeline.run.RunFile;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.report.HtmlReport;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;

/**
 * The directory of all samples and its {@code samples.tsv}, which has one row per sample and is rewritten whenever a
 * sample ends.
 */
public final class SampleTable implements AutoCloseable {
    public static final String FILE_NAME = "samples.tsv";

    private static final String LOCK = ".samples.lock";
    private static final List<String> COUNTS = List.of(
            "records",
            "records_virus",
            "records_others",
            "records_unscored",
            "chunks",
            "chunks_scored",
            "chunks_no_open_frame",
            "chunks_too_short",
            "chunks_ambiguous");
    private static final String HEADER =
            "sample\tstatus\trecords\tvirus\tothers\tunscored\tchunks\tchunks_scored\tchunks_no_open_frame"
                    + "\tchunks_too_short\tchunks_ambiguous\tseconds\tcost\tcurrency\treason\tambiguous\n";
    private static final String OURS = "sample\tstatus\trecords\t";
    private static final String AMBIGUOUS = "records_ambiguous";

    private final Path directory;
    private final FileChannel lock;
    private final List<Row> rows = new ArrayList<>();

    /**
     * The state of one sample.
     *
     * @param status done, failed, stopped, or waiting
     * @param counts numbers of records and chunks; empty unless done
     * @param seconds seconds that its stages took when they were computed, in this command or an earlier one
     * @param cost cost of all attempts in its directory
     * @param reason why the sample is not done
     */
    public record Row(
            String sample,
            String status,
            Map<String, Long> counts,
            @Nullable Double seconds,
            @Nullable BigDecimal cost,
            String currency,
            String reason) {

        /** Creates the row of a finished sample. */
        static Row done(String sample, RunResult result) {
            RunReport report = result.report();
            return new Row(
                    sample,
                    "done",
                    result.outcome(),
                    seconds(report),
                    spent(report),
                    Objects.requireNonNullElse(report.totals().currency(), ""),
                    "");
        }

        static Row waiting(String sample) {
            return new Row(sample, "waiting", Map.of(), null, null, "", "");
        }

        private static double seconds(RunReport report) {
            double seconds = 0;
            for (StageReport stage : report.stages()) {
                OriginalStage original = stage.original();
                seconds += original == null ? stage.wallSeconds() : original.wallSeconds();
            }
            return seconds;
        }

        private void appendTo(StringBuilder text) {
            text.append(sample).append('\t').append(status);
            for (String count : COUNTS) {
                text.append('\t').append(counts.isEmpty() ? "" : String.valueOf(counts.getOrDefault(count, 0L)));
            }
            text.append('\t').append(seconds == null ? "" : String.format(Locale.ROOT, "%.3f", seconds));
            text.append('\t')
                    .append(cost == null ? "" : cost.toPlainString())
                    .append('\t')
                    .append(currency);
            text.append('\t').append(reason.replaceAll("\\s+", " "));
            text.append('\t').append(counts.isEmpty() ? "" : String.valueOf(counts.getOrDefault(AMBIGUOUS, 0L)));
            text.append('\n');
        }
    }

    private SampleTable(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Creates the directory if it is missing and locks it for this process.
     *
     * @throws UsageException if it contains something else, or another process has locked it
     */
    public static SampleTable open(Path directory, List<Sample> samples) throws IOException {
        Path table = directory.resolve(FILE_NAME);
        if (RunFile.isIn(directory)) {
            throw new UsageException(
                    directory + " holds a run of its own; give another directory for the samples with `output`");
        }
        if (Files.exists(table) && !SmallFile.text(table, SmallFile.TABLE).startsWith(OURS)) {
            throw new UsageException(
                    table + " is there and was not made by virnuc; give another directory with `output`, so that"
                            + " nothing is overwritten");
        }
        Path page = directory.resolve(HtmlReport.FILE_NAME);
        if (!Files.exists(table) && Files.exists(page)) {
            throw new UsageException(page + " is there and not beside a samples.tsv, so it was not made by virnuc; give"
                    + " another directory with `output`, so that nothing is overwritten");
        }
        Files.createDirectories(directory);
        FileChannel lock = FixedNames.lock(directory.resolve(LOCK));
        SampleTable opened = new SampleTable(directory, lock);
        if (!opened.isHeld()) {
            lock.close();
            throw new UsageException(directory + " is in use by another virnuc run; wait for it to end, or give another"
                    + " directory with `output`");
        }
        Leftovers.remove(directory, name -> name.equals(FILE_NAME) || name.equals(HtmlReport.FILE_NAME));
        samples.forEach(sample -> opened.rows.add(Row.waiting(sample.name())));
        opened.write();
        return opened;
    }

    /** The cost of all attempts in a run's directory; null if nothing was priced. */
    public static @Nullable BigDecimal spent(RunReport report) {
        BigDecimal cost = report.totals().cost();
        CostReport costs = report.costs();
        CostReport.Earlier earlier = costs == null ? null : costs.earlier();
        return cost == null || earlier == null ? cost : cost.add(earlier.cost());
    }

    /** Marks the sample with this index as done. */
    public void done(int index, RunResult result) throws IOException {
        rows.set(index, Row.done(rows.get(index).sample(), result));
        write();
    }

    /** Marks the sample with this index as failed or stopped. Repeating the command resumes it, and its cost counts. */
    public void ended(int index, String status, String reason) throws IOException {
        String sample = rows.get(index).sample();
        Optional<RunCosts.Spent> spent = RunCosts.spentIn(directory.resolve(sample));
        rows.set(
                index,
                new Row(
                        sample,
                        status,
                        Map.of(),
                        null,
                        spent.map(RunCosts.Spent::cost).orElse(null),
                        spent.map(RunCosts.Spent::currency).orElse(""),
                        reason));
        write();
    }

    /** The rows, in the order of the sheet. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** The path of the table. */
    public Path file() {
        return directory.resolve(FILE_NAME);
    }

    /** The sum of a count over all finished samples. */
    public long sum(String count) {
        return rows.stream()
                .mapToLong(row -> row.counts().getOrDefault(count, 0L))
                .sum();
    }

    /** The records of all samples that are done, by what they are called; ambiguous ones are counted where the rule of a sample knows such. */
    public Map<String, Long> calls() {
        Map<String, Long> calls = new LinkedHashMap<>();
        for (RecordVerdict call : RecordVerdict.values()) {
            String name = "records_" + call.word();
            if (!name.equals(AMBIGUOUS)
                    || rows.stream().anyMatch(row -> row.counts().containsKey(name))) {
                calls.put(name, sum(name));
            }
        }
        return calls;
    }

    /** The cost of all samples that have ended, successfully or not. Empty if nothing was priced. */
    public Optional<BigDecimal> cost() {
        return rows.stream()
                .map(Row::cost)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .reduce(BigDecimal::add);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private boolean isHeld() throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        rows.forEach(row -> row.appendTo(text));
        AtomicFile.write(file(), text.toString());
    }
}
