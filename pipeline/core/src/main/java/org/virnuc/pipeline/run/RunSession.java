package org.virnuc.pipeline.run;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.Interruption;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.pipeline.flow.Pipeline;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.cost.CostCapException;
import org.virnuc.telemetry.report.SummaryReport;

/**
 * A run in progress: its locked directory, telemetry, costs and files. Call {@link #finish} or {@link #fail} to end it,
 * then close it.
 */
final class RunSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunSession.class);

    private final RunPlan plan;
    private final RunContext context;
    private final Stages stages;
    private final RunFeatures features;
    private final RunDirectory directory;
    private final EarlierInputs earlier;
    private final RunTelemetry telemetry;
    private final RunCosts costs;
    private final StageRunner runner;
    private final Optional<GpuTelemetry> gpus;

    private RunSession(
            RunPlan plan,
            RunContext context,
            Stages stages,
            RunDirectory directory,
            EarlierInputs earlier,
            RunTelemetry telemetry,
            RunCosts costs) {
        this.plan = plan;
        this.context = context;
        this.stages = stages;
        this.features = features(plan, stages, context);
        this.directory = directory;
        this.earlier = earlier;
        this.telemetry = telemetry;
        this.costs = costs;
        this.gpus = plan.request().telemetry() == TelemetryTier.OFF
                ? Optional.empty()
                : GpuTelemetry.start(telemetry.run(), plan.profile().execution().devices());
        this.runner = new StageRunner(
                directory,
                telemetry.run(),
                context.info().runId(),
                plan.request().explain(),
                costs);
    }

    /** Locks the directory and starts the clock. */
    static RunSession open(RunPlan plan, RunContext context) throws IOException {
        RunRequest request = plan.request();
        Stages computed = plan.stages(context.store(), context.models())
                .and(context.steps().of(plan.models(context.store(), context.models()), plan.pack()));
        Stages stages =
                context.given().map(work -> work.stages().apply(computed)).orElse(computed);
        RunDirectory directory = RunDirectory.open(request.outputDirectory(), ResultLayout.ALL);
        try {
            EarlierInputs earlier = EarlierInputs.checked(directory, request, context.redactor());
            if (request.force()) {
                directory.clearWork();
            }
            context.opened().opened(directory.root());
            RunInfo models =
                    ModelFacts.added(context.info(), plan.pack(), plan.profile().execution());
            RunInfo described = features(plan, stages, context).described(models, plan.precision());
            return start(
                    plan,
                    context,
                    stages,
                    directory,
                    earlier,
                    RunTelemetry.start(described, request, directory, context.redactor()));
        } catch (IOException | RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    private static RunFeatures features(RunPlan plan, Stages stages, RunContext context) {
        RunFeatures features = plan.features(stages);
        return context.given().map(work -> features.and(work.feature())).orElse(features);
    }

    private static RunSession start(
            RunPlan plan,
            RunContext context,
            Stages stages,
            RunDirectory directory,
            EarlierInputs earlier,
            RunTelemetry telemetry)
            throws IOException {
        RunRequest request = plan.request();
        try {
            PipelineTelemetry run = telemetry.run();
            RunAlerts.begin(run, request.alerts(), ChunkLength.warning(plan.length(), plan.pack()));
            RunDevices.tell(run, plan.profile().execution());
            RunAlerts.precision(run, plan.profile());
            plan.baseline().ifPresent(other -> run.compare(other::compare));
            List<String> devices = plan.profile().execution().devices();
            RunCosts costs = RunCosts.of(directory, run, request.costs(), devices);
            telemetry.keepsSpending(costs);
            return new RunSession(plan, context, stages, directory, earlier, telemetry, costs);
        } catch (IOException | RuntimeException | Error e) {
            telemetry.close();
            throw e;
        }
    }

    /** Reads the inputs and runs the stages that have no finished output. */
    Verdicts classify() throws IOException, InterruptedException {
        RunRequest request = plan.request();
        if (!runner.hasFinished(StageId.CONSENSUS)) {
            costs.check(); // some stage will be computed: check before reading the input
        }
        InputSpool spool = new InputSpool(directory, context.standardInput());
        PartialRun.Inputs inputs = inputs(spool);
        Optional<InputSpool.Entry> reads = spool.aligned(request.reads());
        RunFile.of(plan, features, context).write(directory, inputs.files(), inputs.reference(), reads);
        Artifact<InputFiles> input = inputs.artifact(request.reads().strict());
        expect(input.digest());
        Pipeline pipeline = new Pipeline(runner, stages);
        EngineStart engine =
                EngineStart.of(telemetry, context.store(), plan.profile().execution());
        try {
            Artifact<Verdicts> verdicts = pipeline.run(input);
            return reads.isEmpty()
                    ? verdicts.value()
                    : plan.reads().orElseThrow().added(verdicts, reads.get(), inputs.reference(), runner);
        } finally {
            engine.close();
        }
    }

    private PartialRun.Inputs inputs(InputSpool spool) throws IOException {
        if (context.given().isPresent()) {
            GivenWork work = context.given().get();
            return new PartialRun.Inputs(work.inputs(), work.reference());
        }
        List<InputSpool.Entry> files = spool.take(plan.request().inputs());
        earlier.checkContent(files);
        return new PartialRun.Inputs(files, spool.reference(plan.request().reads()));
    }

    /** Does a part of a run, and writes the report. */
    <T> T run(PartialRun.Part<T> part) throws IOException, InterruptedException {
        costs.check();
        InputSpool spool = new InputSpool(directory, context.standardInput());
        EngineStart engine =
                EngineStart.of(telemetry, context.store(), plan.profile().execution());
        T result;
        try {
            result = part.run(new PartialRun.Scene(directory, runner, stages, () -> inputs(spool)));
        } finally {
            engine.close();
        }
        RunReport report = telemetry.run().finish(RunStatus.DONE, null);
        costs.save();
        telemetry.files().write(report);
        return result;
    }

    private void expect(String inputDigest) {
        RunRequest request = plan.request();
        if (request.telemetry() != TelemetryTier.OFF) {
            context.estimates()
                    .flatMap(kept -> kept.find(
                            EstimateStore.key(plan, features, inputDigest, request.sample()),
                            RunCosts.sheet(request.costs())))
                    .ifPresent(telemetry.run()::expect);
        }
    }

    /** Copies the results to the top of the directory and writes the reports. */
    RunResult finish(Verdicts verdicts) throws IOException {
        RunRequest request = plan.request();
        PipelineTelemetry run = telemetry.run();
        ReportFile page = new ReportFile(directory, plan, features, context);
        page.take(verdicts.summary());
        directory.publish(verdicts.files());
        if (request.clean()) {
            directory.clearWork();
            directory.removeEmptyWork();
        }
        verdicts.outcome().forEach(run::outcome);
        features.note(run, verdicts);
        RunAlerts.raise(run, request.alerts(), verdicts.outcome());
        RunReport report = run.finish(RunStatus.DONE, null);
        if (!request.clean()) {
            costs.save();
        }
        telemetry.files().write(report, () -> page.write(report, verdicts.outcome()));
        LOG.debug("run {} is done", context.info().runId());
        return new RunResult(directory.root(), withLosses(report, page.losses()), verdicts.outcome());
    }

    /**
     * The report of an ended run with a warning for every file that could not be written; also saved in
     * {@code telemetry.json}.
     */
    private RunReport withLosses(RunReport report, List<String> ofPages) {
        List<String> losses = new ArrayList<>(ofPages);
        telemetry.files().loss().ifPresent(losses::add);
        if (losses.isEmpty()) {
            return report;
        }
        List<EventReport> events = new ArrayList<>(report.events());
        Instant at = Objects.requireNonNullElse(report.endedAt(), report.startedAt());
        for (String loss : losses) {
            String text = context.redactor().text(loss);
            events.add(new EventReport(at, EventClass.TELEMETRY, Severity.WARNING, null, text, Map.of()));
        }
        RunReport warned =
                report.toBuilder().events(events, report.eventsDropped()).build();
        telemetry.files().write(warned);
        return warned;
    }

    /** Writes the reports of a run that failed. */
    void fail(Throwable e) {
        Thread.interrupted(); // an interrupted thread could not write the reports
        PipelineTelemetry run = telemetry.run();
        RunAlerts.raise(run, plan.request().alerts(), Map.of());
        boolean stopped = Interruption.caused(e) || e instanceof CostCapException;
        RunReport report = run.finish(stopped ? RunStatus.CANCELLED : RunStatus.FAILED, e);
        LOG.debug("{}", SummaryReport.render(report));
        telemetry.files().write();
        costs.save();
    }

    @Override
    public void close() throws IOException {
        telemetry.close();
        gpus.ifPresent(GpuTelemetry::close);
        directory.close();
    }
}
