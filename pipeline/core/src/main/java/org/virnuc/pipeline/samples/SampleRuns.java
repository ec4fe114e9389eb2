package org.virnuc.pipeline.samples;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.Interruption;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.files.VirNucException;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.Runner;
import org.virnuc.sequences.Quoted;
import org.virnuc.telemetry.cost.CostLimit;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Runs samples one after another, each in a directory of its own, and keeps a table of what became of them. A sample that fails does not
 * keep the others from running, unless they would fail the same way.
 */
public final class SampleRuns {
    private static final Logger LOG = LoggerFactory.getLogger(SampleRuns.class);

    private final List<Sample> samples;
    private final RunRequest template;
    private final Host host;
    private @Nullable Throwable firstFailure;

    /** Runs each sample, and says how the program around it deals with failures. */
    public interface Host extends Runner {
        /** Called before each sample. */
        default void next() {}

        /** Why a sample is not done, as the table and the log show it. */
        default String reason(Throwable e) {
            return String.valueOf(e.getMessage());
        }

        /** A sample failed: whatever state its models are in, the next sample needs fresh ones. */
        default void discardModels() {}

        /** What is sensitive stays out of the page of all samples. */
        default Redactor redactor() {
            return Redactor.off();
        }

        /** The version that the page of all samples names. */
        String version();
    }

    /**
     * What became of all samples.
     *
     * @param file {@code samples.tsv}
     * @param rows one for each sample, in the order of the sheet
     * @param calls the records of all samples that are done, by what they are called
     * @param firstFailure of the first sample that failed, if one did
     */
    public record Outcome(
            Path file, List<SampleTable.Row> rows, Map<String, Long> calls, Optional<Throwable> firstFailure) {
        public Outcome {
            rows = List.copyOf(rows);
        }

        /** The sum of a count over all samples that are done, such as {@code records}. */
        public long sum(String count) {
            return rows.stream()
                    .mapToLong(row -> row.counts().getOrDefault(count, 0L))
                    .sum();
        }

        /** The number of samples with a status: done, failed, stopped or waiting. */
        public long withStatus(String status) {
            return rows.stream().filter(row -> row.status().equals(status)).count();
        }
    }

    /**
     * Runs to come.
     *
     * @param template what is asked of every sample, but for its inputs and its directory; the limit of its costs is for all together
     */
    public SampleRuns(List<Sample> samples, RunRequest template, Host host) {
        this.samples = List.copyOf(samples);
        this.template = template;
        this.host = host;
    }

    /** The request for one sample: its files, in a directory of its own below that of the template. */
    public static RunRequest request(RunRequest template, Sample sample) {
        return template.toBuilder()
                .inputs(sample.files())
                .into(template.outputDirectory().resolve(sample.name()))
                .sample(sample.name())
                .build();
    }

    /**
     * Runs all samples.
     *
     * @throws InterruptedException where the runs were cancelled; what is finished stays
     * @throws VirNucException where every sample would fail the same way: the model, the device, or the limit of costs
     */
    public Outcome run() throws IOException, InterruptedException {
        try (SampleTable table = SampleTable.open(template.outputDirectory(), samples)) {
            try {
                runAll(table);
            } finally {
                SampleReport.write(table, host.redactor(), host.version());
            }
            return new Outcome(table.file(), table.rows(), table.calls(), Optional.ofNullable(firstFailure));
        }
    }

    private void runAll(SampleTable table) throws IOException, InterruptedException {
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            host.next();
            LOG.info("sample {} of {}: {}", i + 1, samples.size(), Quoted.of(sample.name()));
            RunRequest request = request(template, sample).toBuilder()
                    .costs(remaining(table))
                    .build();
            try {
                table.done(i, host.run(request));
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                ended(table, i, e);
                if (!isOfOneSample(e)) {
                    throw e;
                }
            }
        }
    }

    private void ended(SampleTable table, int index, Throwable e) throws IOException {
        boolean stopped = Interruption.caused(e) || kind(e) == VirNucException.Kind.COST_CAP;
        boolean interrupted = Thread.interrupted(); // an interrupted thread could not write the table
        String reason = host.reason(e);
        table.ended(index, stopped ? "stopped" : "failed", reason);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (isOfOneSample(e)) {
            firstFailure = firstFailure == null ? e : firstFailure;
            LOG.warn("sample {} failed: {}", Quoted.of(table.rows().get(index).sample()), reason);
            LOG.debug("sample {} failed", index + 1, e);
            host.discardModels();
        }
    }

    /** Bad input, a directory in use or an unknown error concerns one sample; model, device, cost cap and a stop concern all. */
    private static boolean isOfOneSample(Throwable e) {
        VirNucException.Kind kind = kind(e);
        return e instanceof Exception
                && !Interruption.caused(e)
                && (kind == null || kind == VirNucException.Kind.INPUT || kind == VirNucException.Kind.USAGE);
    }

    private static VirNucException.@Nullable Kind kind(Throwable e) {
        return e instanceof VirNucException ours ? ours.kind() : null;
    }

    /** What the samples so far have left of the limit. */
    private RunCosts.Budget remaining(SampleTable table) {
        RunCosts.Budget plan = template.costs();
        Optional<BigDecimal> spent = table.cost();
        return spent.isEmpty()
                ? plan
                : new RunCosts.Budget(
                        plan.prices(),
                        new CostLimit(
                                less(plan.limit().local(), spent.get()),
                                less(plan.limit().paid(), spent.get())));
    }

    private static @Nullable BigDecimal less(@Nullable BigDecimal limit, BigDecimal spent) {
        return limit == null ? null : limit.subtract(spent).max(BigDecimal.ZERO);
    }
}
