package org.virnuc.telemetry.export;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.TelemetryClock;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetryListener;

/**
 * The current metrics of a run, in Prometheus' names and units. Memory grows with the number of stages and models, not
 * with the number of events; each event costs a lock and an addition. {@link RunMetric} defines the metrics. The text
 * is written by {@link PrometheusText}, a class of 60 lines, because Micrometer's Prometheus registry would add twelve
 * jars of 3.6 MB for it.
 */
public final class RunMetrics implements TelemetryListener {
    private static final double NANOS = 1e9;

    private final TelemetryClock clock;
    private final Map<String, StageSeries> stages = new LinkedHashMap<>();
    private final Map<Source, Calls> calls = new LinkedHashMap<>();
    private final Map<EventKind, Long> events = new LinkedHashMap<>();
    private @Nullable RunInfo run;
    private @Nullable Instant startedAt;
    private @Nullable RunReport ended;
    private @Nullable RunReport priced;
    private long startedNanos;

    /**
     * Creates the metrics of a run, which are empty until it receives events. {@code clock} measures the duration of
     * what is still running.
     */
    public RunMetrics(TelemetryClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void onRunStarted(TelemetryEvent.RunStarted event) {
        run = event.run();
        startedAt = event.at();
        startedNanos = clock.nanoTime();
    }

    @Override
    public synchronized void onStageStarted(TelemetryEvent.StageStarted event) {
        StageSeries stage = new StageSeries(event.unit(), clock.nanoTime());
        stage.expected = event.expectedItems();
        stages.put(event.stage(), stage);
    }

    @Override
    public synchronized void onStageProgressed(TelemetryEvent.StageProgressed event) {
        StageSeries stage = stages.get(event.stage());
        if (stage != null) {
            stage.done = Math.max(stage.done, event.doneItems());
            stage.expected = event.expectedItems();
        }
    }

    @Override
    public synchronized void onStageEnded(TelemetryEvent.StageEnded event) {
        StageReport report = event.report();
        stages.computeIfAbsent(report.id(), id -> new StageSeries("items", clock.nanoTime())).report = report;
    }

    @Override
    public synchronized void onModelCalled(TelemetryEvent.ModelCalled event) {
        calls.computeIfAbsent(Source.of(event), source -> new Calls()).add(event.call());
    }

    @Override
    public synchronized void onCostsUpdated(TelemetryEvent.CostsUpdated event) {
        priced = event.report();
    }

    @Override
    public synchronized void onEventRecorded(TelemetryEvent.EventRecorded event) {
        events.merge(EventKind.of(event.event()), 1L, Long::sum);
    }

    @Override
    public synchronized void onRunEnded(TelemetryEvent.RunEnded event) {
        ended = event.report();
        priced = event.report();
    }

    /** Returns the metrics in Prometheus' text format; empty before the run has started. */
    public synchronized String render() {
        RunInfo info = run;
        Instant start = startedAt;
        if (info == null || start == null) {
            return "";
        }
        PrometheusText text = new PrometheusText();
        run(text, info, start);
        stages(text);
        models(text);
        RunCost.of(priced).ifPresent(cost -> costs(text, cost));
        text.begin(RunMetric.EVENTS);
        events.forEach((kind, count) -> text.sample(count, kind.eventClass, kind.severity));
        RunReport report = ended;
        if (report != null) {
            finalFigures(text, report);
        }
        GpuSeries.write(text, report == null ? priced : report);
        return text.toString();
    }

    private void run(PrometheusText text, RunInfo info, Instant start) {
        text.begin(RunMetric.RUN_INFO).sample(1, info.runId(), info.version());
        RunStatus now = ended == null ? RunStatus.RUNNING : ended.status();
        text.begin(RunMetric.RUN_STATUS);
        for (RunStatus status : RunStatus.values()) {
            text.sample(status == now ? 1 : 0, status.word());
        }
        text.begin(RunMetric.RUN_START).sample(seconds(start));
        if (ended != null && ended.endedAt() != null) {
            text.begin(RunMetric.RUN_END).sample(seconds(ended.endedAt()));
        }
        text.begin(RunMetric.RUN_DURATION)
                .sample(ended == null ? (clock.nanoTime() - startedNanos) / NANOS : ended.wallSeconds());
    }

    private static double seconds(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toMillis() / 1e3;
    }

    private void stages(PrometheusText text) {
        text.begin(RunMetric.STAGE_STATUS);
        stages.forEach((id, stage) -> {
            for (StageStatus status : StageStatus.values()) {
                text.sample(status == stage.status() ? 1 : 0, id, status.word());
            }
        });
        text.begin(RunMetric.STAGE_DURATION);
        stages.forEach((id, stage) -> text.sample(stage.seconds(clock.nanoTime()), id));
        text.begin(RunMetric.STAGE_ITEMS);
        stages.forEach((id, stage) -> text.sample(stage.items(), id, stage.unit));
        text.begin(RunMetric.STAGE_EXPECTED_ITEMS);
        stages.forEach((id, stage) -> {
            if (stage.expected >= 0) {
                text.sample(stage.expected, id, stage.unit);
            }
        });
    }

    private void models(PrometheusText text) {
        text.begin(RunMetric.MODEL_CALLS);
        calls.forEach((source, sum) -> text.sample(sum.count, source.labels()));
        text.begin(RunMetric.MODEL_ITEMS);
        calls.forEach((source, sum) -> text.sample(sum.items, source.labels()));
        text.begin(RunMetric.MODEL_PROMPT_TOKENS);
        calls.forEach((source, sum) -> text.sample(sum.prompt, source.labels()));
        text.begin(RunMetric.MODEL_CACHED_TOKENS);
        calls.forEach((source, sum) -> text.sample(sum.cached, source.labels()));
        text.begin(RunMetric.MODEL_COMPLETION_TOKENS);
        calls.forEach((source, sum) -> text.sample(sum.completion, source.labels()));
        text.begin(RunMetric.MODEL_PADDED_TOKENS);
        calls.forEach((source, sum) -> text.sample(sum.padded, source.labels()));
        text.begin(RunMetric.MODEL_CALL_SECONDS);
        calls.forEach((source, sum) -> text.sample(sum.nanos / NANOS, source.labels()));
        text.begin(RunMetric.MODEL_COST);
        calls.forEach((source, sum) -> {
            if (sum.cost != null) {
                text.sample(sum.cost, source.labels());
            }
        });
    }

    private static void costs(PrometheusText text, RunCost cost) {
        text.begin(RunMetric.RUN_COST).sample(cost.total(), cost.currency());
        text.begin(RunMetric.STAGE_COST);
        cost.stages().forEach((stage, amount) -> text.sample(amount, stage, cost.currency()));
    }

    private static void finalFigures(PrometheusText text, RunReport report) {
        text.begin(RunMetric.RUN_CPU);
        if (report.cpuUserSeconds() != null && report.cpuSystemSeconds() != null) {
            text.sample(report.cpuUserSeconds(), "user").sample(report.cpuSystemSeconds(), "system");
        }
        text.begin(RunMetric.QUANTITY);
        report.quantities().forEach((name, count) -> text.sample(count, name));
        text.begin(RunMetric.OUTCOME);
        report.outcome().forEach((name, count) -> text.sample(count, name));
        text.begin(RunMetric.LOSSES).sample(report.telemetryLosses());
    }

    private static final class StageSeries {
        final String unit;
        final long started;
        long expected = -1;
        long done;

        @Nullable StageReport report;

        StageSeries(String unit, long started) {
            this.unit = unit;
            this.started = started;
        }

        StageStatus status() {
            return report == null ? StageStatus.RUNNING : report.status();
        }

        double seconds(long now) {
            return report == null ? (now - started) / NANOS : report.wallSeconds();
        }

        /** Returns the items of this run. Items of a skipped stage were processed by another run and do not count. */
        long items() {
            if (report == null || report.itemsIn() == null) {
                return done;
            }
            return report.executed() ? report.itemsIn() : 0;
        }
    }

    private record Source(String stage, String model, String provider, String device, String precision) {
        static Source of(TelemetryEvent.ModelCalled event) {
            ModelCall call = event.call();
            return new Source(event.stage(), call.model(), call.provider(), call.device(), call.precision());
        }

        String[] labels() {
            return new String[] {stage, model, provider, device, precision};
        }
    }

    private static final class Calls {
        long count;
        long items;
        long prompt;
        long cached;
        long completion;
        long padded;
        long nanos;

        @Nullable BigDecimal cost;

        void add(ModelCall call) {
            count++;
            items += call.items();
            prompt += call.promptTokens();
            cached += call.cachedTokens();
            completion += call.completionTokens();
            padded += call.paddedTokens();
            nanos += call.nanos();
            if (call.cost() != null) {
                cost = cost == null ? call.cost() : cost.add(call.cost());
            }
        }
    }

    private record EventKind(String eventClass, String severity) {
        static EventKind of(EventReport event) {
            return new EventKind(event.eventClass().word(), event.severity().word());
        }
    }
}
