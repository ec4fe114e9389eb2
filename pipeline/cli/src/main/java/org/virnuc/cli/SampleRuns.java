package org.virnuc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.models.store.ModelPool;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.pipeline.samples.Sample;
import org.virnuc.pipeline.samples.SampleTable;
import org.virnuc.sequences.Quoted;
import org.virnuc.telemetry.cost.CostLimit;

/** The samples of a sheet one after another, each a run in a directory of its own, with models that are loaded once. */
final class SampleRuns {
    private static final Logger LOG = LoggerFactory.getLogger(SampleRuns.class);

    private final List<Sample> samples;
    private final RunRequest template;
    private final RunCosts.Plan plan;
    private final ModelPool models;
    private int exitCode = ExitCode.DONE.number();

    /**
     * Runs to come.
     *
     * @param template what every sample is asked, but for its inputs and its directory
     * @param plan its limit is for all samples together
     */
    SampleRuns(List<Sample> samples, RunRequest template, RunCosts.Plan plan, ModelPool models) {
        this.samples = List.copyOf(samples);
        this.template = template;
        this.plan = plan;
        this.models = models;
    }

    /** Carries out one run. */
    @FunctionalInterface
    interface OneRun {
        RunResult run(RunRequest request, ModelPool models) throws Exception;
    }

    /** Runs all; a sample that fails does not keep the others from running, unless they would fail the same way. */
    String run(OneRun run, FormatOption format) throws Exception {
        Path directory = template.outputDirectory();
        try (SampleTable table = SampleTable.open(directory, samples);
                models) {
            try {
                runAll(run, table);
            } finally {
                SampleReport.write(table);
            }
            return format.json() ? json(table) : line(table);
        }
    }

    private void runAll(OneRun run, SampleTable table) throws Exception {
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            Logs.closeFile();
            LOG.info("sample {} of {}: {}", i + 1, samples.size(), Quoted.of(sample.name()));
            RunRequest config = request(template, sample).toBuilder()
                    .costs(remaining(table))
                    .build();
            try {
                table.done(i, run.run(config, models));
            } catch (Exception | Error e) {
                ended(table, i, e);
            }
        }
    }

    /** The run of one sample, in a directory of its own. */
    static RunRequest request(RunRequest template, Sample sample) {
        return template.toBuilder()
                .inputs(sample.files())
                .into(template.outputDirectory().resolve(sample.name()))
                .sample(sample.name())
                .build();
    }

    /** That of the first sample that failed. */
    int exitCode() {
        return exitCode;
    }

    /** A bad input, a directory in use or an unknown error is one sample's; model, device, cap and a stop are everybody's. */
    private void ended(SampleTable table, int index, Throwable e) throws Exception {
        ExitCode code = ExitCode.of(e);
        boolean alone = e instanceof Exception
                && (code == ExitCode.INPUT || code == ExitCode.USAGE || code == ExitCode.INTERNAL);
        boolean interrupted = Thread.interrupted();
        String message = RedactedLayout.redactor().text(ExitCode.message(e), e);
        table.ended(index, code == ExitCode.COST_CAP || code == ExitCode.INTERRUPTED ? "stopped" : "failed", message);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!alone) {
            if (e instanceof Exception exception) {
                throw exception;
            }
            throw (Error) e;
        }
        if (exitCode == ExitCode.DONE.number()) {
            exitCode = code.number();
        }
        LOG.warn("sample {} failed: {}", Quoted.of(table.rows().get(index).sample()), message);
        LOG.debug("sample {} failed", index + 1, e);
        models.close(); // whatever state they are in, the next sample starts with fresh ones
    }

    /** What the samples before have left of the limit. */
    private RunCosts.Plan remaining(SampleTable table) {
        Optional<BigDecimal> spent = table.cost();
        return spent.isEmpty()
                ? plan
                : new RunCosts.Plan(
                        plan.prices(),
                        new CostLimit(
                                less(plan.limit().local(), spent.get()),
                                less(plan.limit().paid(), spent.get())));
    }

    private static @Nullable BigDecimal less(@Nullable BigDecimal limit, BigDecimal spent) {
        return limit == null ? null : limit.subtract(spent).max(BigDecimal.ZERO);
    }

    private static long withStatus(SampleTable table, String status) {
        return table.rows().stream().filter(row -> row.status().equals(status)).count();
    }

    private static String line(SampleTable table) {
        return String.format(
                Locale.ROOT,
                "%,d samples: %,d done, %,d failed; %,d records: %s; results in %s",
                table.rows().size(),
                withStatus(table, "done"),
                withStatus(table, "failed"),
                table.sum("records"),
                ResultText.calls(table.calls()),
                RedactedLayout.redactor().path(table.file().toString()));
    }

    private static String json(SampleTable table) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (SampleTable.Row row : table.rows()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("sample", RedactedLayout.redactor().on() ? "<id>" : row.sample());
            fields.put("status", row.status());
            fields.putAll(row.counts());
            Double seconds = row.seconds();
            if (seconds != null) {
                fields.put("seconds", seconds);
            }
            BigDecimal cost = row.cost();
            if (cost != null) {
                fields.put("cost", cost);
                fields.put("currency", row.currency());
            }
            if (!row.reason().isEmpty()) {
                fields.put("reason", row.reason());
            }
            rows.add(fields);
        }
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("samples", rows));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts and names are always JSON", e);
        }
    }
}
