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

/** Runs the samples of a sheet one after another, each in a directory of its own, and loads models only once. */
final class SampleRuns {
    private static final Logger LOG = LoggerFactory.getLogger(SampleRuns.class);

    private final List<Sample> samples;
    private final RunRequest template;
    private final RunCosts.Plan plan;
    private final ModelPool models;
    private int exitCode = ExitCode.DONE.number();

    /**
     * Creates the runs.
     *
     * @param template request of every sample, except for its inputs and directory
     * @param plan prices, and a cost cap for all samples together
     */
    SampleRuns(List<Sample> samples, RunRequest template, RunCosts.Plan plan, ModelPool models) {
        this.samples = List.copyOf(samples);
        this.template = template;
        this.plan = plan;
        this.models = models;
    }

    /** Executes one run. */
    @FunctionalInterface
    interface OneRun {
        RunResult run(RunRequest request, ModelPool models) throws Exception;
    }

    /** Runs all samples. A failed sample does not stop the others, unless they would fail for the same reason. */
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

    /** The request of one sample, in a directory of its own. */
    static RunRequest request(RunRequest template, Sample sample) {
        return template.toBuilder()
                .inputs(sample.files())
                .into(template.outputDirectory().resolve(sample.name()))
                .sample(sample.name())
                .build();
    }

    /** The exit code of the first sample that failed. */
    int exitCode() {
        return exitCode;
    }

    /**
     * Records a failed sample. A bad input, a directory in use or an unknown error affects one sample; a model or
     * device failure, the cost cap and an interrupt stop all.
     */
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
        models.close(); // their state is unknown, so the next sample starts with new ones
    }

    /** The plan with the cost cap that earlier samples have left. */
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
                "%,d samples: %,d done, %,d failed; %,d records: %,d virus, %,d others, %,d unscored; results in %s",
                table.rows().size(),
                withStatus(table, "done"),
                withStatus(table, "failed"),
                table.sum("records"),
                table.sum("records_virus"),
                table.sum("records_others"),
                table.sum("records_unscored"),
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
