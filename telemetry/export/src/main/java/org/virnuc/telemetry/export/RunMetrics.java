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
 * The figures of a run as of now, under Prometheus' names and units. Memory grows with the number of stages and models, not with that of
 * events; taking an event costs a lock and an addition.
 */
public final class RunMetrics implements TelemetryListener {
    private static final double NANOS = 1e9;

    private final TelemetryClock clock;
    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private final Map<Source, Calls> calls = new LinkedHashMap<>();
    private final Map<EventKind, Long> events = new LinkedHashMap<>();
    private @Nullable RunInfo run;
    private @Nullable Instant startedAt;
    private @Nullable RunReport ended;
    private long startedNanos;

    /** Figures of a run that will be told of its events; {@code clock} times what still runs. */
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
        Stage stage = new Stage(event.unit(), clock.nanoTime());
        stage.expected = event.expectedItems();
        stages.put(event.stage(), stage);
    }

    @Override
    public synchronized void onStageProgressed(TelemetryEvent.StageProgressed event) {
        Stage stage = stages.get(event.stage());
        if (stage != null) {
            stage.done = Math.max(stage.done, event.doneItems());
            stage.expected = event.expectedItems();
        }
    }

    @Override
    public synchronized void onStageEnded(TelemetryEvent.StageEnded event) {
        StageReport report = event.report();
        stages.computeIfAbsent(report.id(), id -> new Stage("items", clock.nanoTime())).report = report;
    }

    @Override
    public synchronized void onModelCalled(TelemetryEvent.ModelCalled event) {
        calls.computeIfAbsent(Source.of(event), source -> new Calls()).add(event.call());
    }

    @Override
    public synchronized void onNoted(TelemetryEvent.Noted event) {
        events.merge(EventKind.of(event.event()), 1L, Long::sum);
    }

    @Override
    public synchronized void onRunEnded(TelemetryEvent.RunEnded event) {
        ended = event.report();
    }

    /** The figures in Prometheus' text format; empty before the run has started. */
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
        text.counter("virnuc_events_total", "Events of the run by class and severity.");
        events.forEach((kind, count) -> text.sample(count, "class", kind.eventClass, "severity", kind.severity));
        RunReport report = ended;
        if (report != null) {
            finalFigures(text, report);
        }
        return text.toString();
    }

    private void run(PrometheusText text, RunInfo info, Instant start) {
        text.gauge("virnuc_run_info", "The run; always 1.")
                .sample(1, "run_id", info.runId(), "version", info.version());
        RunStatus now = ended == null ? RunStatus.RUNNING : ended.status();
        text.gauge("virnuc_run_status", "1 for the status that the run has.");
        for (RunStatus status : RunStatus.values()) {
            text.sample(status == now ? 1 : 0, "status", status.word());
        }
        text.gauge("virnuc_run_start_time_seconds", "When the run began, in seconds since 1970.")
                .sample(seconds(start));
        if (ended != null && ended.endedAt() != null) {
            text.gauge("virnuc_run_end_time_seconds", "When the run ended, in seconds since 1970.")
                    .sample(seconds(ended.endedAt()));
        }
        text.gauge("virnuc_run_duration_seconds", "Wall time of the run so far or in all.")
                .sample(ended == null ? (clock.nanoTime() - startedNanos) / NANOS : ended.wallSeconds());
    }

    private static double seconds(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toMillis() / 1e3;
    }

    private void stages(PrometheusText text) {
        text.gauge("virnuc_stage_status", "1 for the status that the stage has.");
        stages.forEach((id, stage) -> {
            for (StageStatus status : StageStatus.values()) {
                text.sample(status == stage.status() ? 1 : 0, "stage", id, "status", status.word());
            }
        });
        text.gauge("virnuc_stage_duration_seconds", "Wall time of the stage so far or in all.");
        stages.forEach((id, stage) -> text.sample(stage.seconds(clock.nanoTime()), "stage", id));
        text.counter("virnuc_stage_items_total", "Items that the stage has worked on.");
        stages.forEach((id, stage) -> text.sample(stage.items(), "stage", id, "unit", stage.unit));
        text.gauge("virnuc_stage_expected_items", "Items that the stage will have worked on, where that is known.");
        stages.forEach((id, stage) -> {
            if (stage.expected >= 0) {
                text.sample(stage.expected, "stage", id, "unit", stage.unit);
            }
        });
    }

    private void models(PrometheusText text) {
        text.counter("virnuc_model_calls_total", "Requests to a model; a batch of a local one is a request.");
        calls.forEach((source, sum) -> text.sample(sum.count, source.labels()));
        text.counter("virnuc_model_items_total", "Inputs in those requests.");
        calls.forEach((source, sum) -> text.sample(sum.items, source.labels()));
        text.counter("virnuc_model_prompt_tokens_total", "Tokens read, padding not counted.");
        calls.forEach((source, sum) -> text.sample(sum.prompt, source.labels()));
        text.counter("virnuc_model_cached_tokens_total", "Those of the prompt tokens that the provider had cached.");
        calls.forEach((source, sum) -> text.sample(sum.cached, source.labels()));
        text.counter("virnuc_model_completion_tokens_total", "Tokens generated.");
        calls.forEach((source, sum) -> text.sample(sum.completion, source.labels()));
        text.counter("virnuc_model_padded_tokens_total", "Token slots computed beyond the real tokens.");
        calls.forEach((source, sum) -> text.sample(sum.padded, source.labels()));
        text.counter("virnuc_model_call_seconds_total", "Time of the requests, each counted, also side by side.");
        calls.forEach((source, sum) -> text.sample(sum.nanos / NANOS, source.labels()));
        text.counter("virnuc_model_cost_total", "Cost of the requests that have a price, in the run's currency.");
        calls.forEach((source, sum) -> {
            if (sum.cost != null) {
                text.sample(sum.cost, source.labels());
            }
        });
    }

    private static void finalFigures(PrometheusText text, RunReport report) {
        text.counter("virnuc_run_cpu_seconds_total", "CPU time of the process during the run.");
        if (report.cpuUserSeconds() != null && report.cpuSystemSeconds() != null) {
            text.sample(report.cpuUserSeconds(), "mode", "user").sample(report.cpuSystemSeconds(), "mode", "system");
        }
        text.counter("virnuc_quantity_total", "Work done in this run, by what it is.");
        report.quantities().forEach((name, count) -> text.sample(count, "name", name));
        text.gauge("virnuc_outcome", "Counts of the result, by what they count.");
        report.outcome().forEach((name, count) -> text.sample(count, "name", name));
        text.counter("virnuc_telemetry_losses_total", "Events that some consumer of telemetry did not get.")
                .sample(report.telemetryLosses());
    }

    private static final class Stage {
        final String unit;
        final long started;
        long expected = -1;
        long done;

        @Nullable StageReport report;

        Stage(String unit, long started) {
            this.unit = unit;
            this.started = started;
        }

        StageStatus status() {
            return report == null ? StageStatus.RUNNING : report.status();
        }

        double seconds(long now) {
            return report == null ? (now - started) / NANOS : report.wallSeconds();
        }

        /** What a skipped stage did was done by another run. */
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
            return new String[] {
                "stage", stage, "model", model, "provider", provider, "device", device, "precision", precision
            };
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
