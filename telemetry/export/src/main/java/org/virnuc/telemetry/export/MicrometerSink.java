package org.virnuc.telemetry.export;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetryListener;

/**
 * Records runs as meters of a Micrometer registry, for programs that already have one. Any number of runs can share a
 * registry; each needs its own sink. Tags are the names of stages, models, devices and statuses, but not run ids, so
 * the number of meters does not grow with the number of runs or events. Micrometer is an optional dependency, which the
 * program must provide.
 */
public final class MicrometerSink implements TelemetryListener {
    private final MeterRegistry registry;
    private final Map<String, Long> itemsTold = new HashMap<>();

    /** Creates a sink that adds to the meters of {@code registry}. */
    public MicrometerSink(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onStageStarted(TelemetryEvent.StageStarted event) {
        count(RunMetric.STAGES_STARTED, 1, event.stage());
    }

    @Override
    public void onStageProgressed(TelemetryEvent.StageProgressed event) {
        items(event.stage(), event.doneItems());
    }

    @Override
    public void onStageEnded(TelemetryEvent.StageEnded event) {
        stage(event.report());
    }

    @Override
    public void onModelCalled(TelemetryEvent.ModelCalled event) {
        call(event.stage(), event.call());
    }

    @Override
    public void onEventRecorded(TelemetryEvent.EventRecorded event) {
        recorded(event.event());
    }

    @Override
    public void onRunEnded(TelemetryEvent.RunEnded event) {
        run(event.report());
    }

    private void stage(StageReport stage) {
        if (stage.executed()) {
            Long items = stage.itemsIn();
            items(stage.id(), items == null ? 0 : items);
            time(
                    RunMetric.STAGE,
                    nanos(stage.wallSeconds()),
                    stage.id(),
                    stage.status().word());
        } else {
            count(RunMetric.STAGES_SKIPPED, 1, stage.id());
        }
        itemsTold.remove(stage.id());
        Long retries = stage.retries();
        if (retries != null && retries > 0) {
            count(RunMetric.STAGE_RETRIES, retries, stage.id());
        }
    }

    private void items(String stage, long done) {
        long before = itemsTold.getOrDefault(stage, 0L);
        if (done > before) {
            itemsTold.put(stage, done);
            count(RunMetric.STAGE_ITEMS, done - before, stage);
        }
    }

    private void call(String stage, ModelCall call) {
        String[] source = {stage, call.model(), call.provider(), call.device(), call.precision()};
        time(RunMetric.MODEL_CALL, call.nanos(), source);
        count(RunMetric.MODEL_ITEMS, call.items(), source);
        tokens(source, "prompt", call.promptTokens());
        tokens(source, "completion", call.completionTokens());
        tokens(source, "cached", call.cachedTokens());
        tokens(source, "padded", call.paddedTokens());
        if (call.cost() != null) {
            count(RunMetric.MODEL_COST, call.cost().doubleValue(), source);
        }
    }

    private void tokens(String[] source, String type, long tokens) {
        if (tokens > 0) {
            String[] values = Arrays.copyOf(source, source.length + 1);
            values[source.length] = type;
            count(RunMetric.MODEL_TOKENS, tokens, values);
        }
    }

    private void recorded(EventReport event) {
        String severity = event.severity().word();
        count(RunMetric.EVENTS, 1, event.eventClass().word(), severity);
        GuardrailHit.of(event)
                .ifPresent(hit -> count(RunMetric.GUARDRAIL_HITS, hit.count(), hit.guardrail(), severity));
    }

    private void run(RunReport run) {
        time(RunMetric.RUN, nanos(run.wallSeconds()), run.status().word());
        run.quantities().forEach((name, count) -> count(RunMetric.QUANTITY, count, name));
        RunCost.of(run).ifPresent(cost -> {
            count(RunMetric.RUN_COST, cost.total().doubleValue(), cost.currency());
            cost.stages()
                    .forEach((stage, amount) ->
                            count(RunMetric.STAGE_COST, amount.doubleValue(), stage, cost.currency()));
        });
        if (run.telemetryLosses() > 0) {
            count(RunMetric.LOSSES, run.telemetryLosses());
        }
    }

    private void count(RunMetric metric, long amount, String... values) {
        count(metric, (double) amount, values);
    }

    private void count(RunMetric metric, double amount, String... values) {
        Counter.builder(metric.dotted())
                .description(metric.help())
                .tags(tags(metric, values))
                .register(registry)
                .increment(amount);
    }

    private void time(RunMetric metric, long nanos, String... values) {
        Timer.builder(metric.dotted())
                .description(metric.help())
                .tags(tags(metric, values))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Pairs the first labels of {@code metric} with {@code values}. */
    private static Tags tags(RunMetric metric, String... values) {
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            tags = tags.and(metric.labels().get(i), values[i]);
        }
        return tags;
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
