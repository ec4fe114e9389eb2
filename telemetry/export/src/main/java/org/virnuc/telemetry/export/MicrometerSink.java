package org.virnuc.telemetry.export;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
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
 * Runs as meters of a Micrometer registry, for programs that have one; any number of runs may share it, each with a sink of its own. Tags
 * are names of stages, models, devices and states, so that a registry grows with those and not with events; run ids are not among them.
 * Micrometer is an optional dependency: whoever uses this class brings it.
 */
public final class MicrometerSink implements TelemetryListener {
    private final MeterRegistry registry;
    private final Map<String, Long> itemsTold = new HashMap<>();

    /** Adds to the meters of {@code registry}. */
    public MicrometerSink(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onStageStarted(TelemetryEvent.StageStarted event) {
        count("virnuc.stages.started", "Stages begun.", Tags.of("stage", event.stage()), 1);
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
    public void onNoted(TelemetryEvent.Noted event) {
        noted(event.event());
    }

    @Override
    public void onRunEnded(TelemetryEvent.RunEnded event) {
        run(event.report());
    }

    private void stage(StageReport stage) {
        Tags tags = Tags.of("stage", stage.id(), "status", stage.status().word());
        if (stage.executed()) {
            Long items = stage.itemsIn();
            items(stage.id(), items == null ? 0 : items);
            time("virnuc.stage", "Wall time of stages.", tags, stage.wallSeconds());
        } else {
            count("virnuc.stages.skipped", "Stages taken from a checkpoint.", Tags.of("stage", stage.id()), 1);
        }
        itemsTold.remove(stage.id());
        Long retries = stage.retries();
        if (retries != null && retries > 0) {
            count("virnuc.stage.retries", "Work tried again.", Tags.of("stage", stage.id()), retries);
        }
    }

    private void items(String stage, long done) {
        long before = itemsTold.getOrDefault(stage, 0L);
        if (done > before) {
            itemsTold.put(stage, done);
            count("virnuc.stage.items", "Items that stages have worked on.", Tags.of("stage", stage), done - before);
        }
    }

    private void call(String stage, ModelCall call) {
        Tags tags = Tags.of("stage", stage, "model", call.model(), "provider", call.provider())
                .and("device", call.device(), "precision", call.precision());
        Timer.builder("virnuc.model.call")
                .description("Requests to a model; a batch of a local one is a request.")
                .tags(tags)
                .register(registry)
                .record(call.nanos(), TimeUnit.NANOSECONDS);
        count("virnuc.model.items", "Inputs of those requests.", tags, call.items());
        tokens(tags, "prompt", call.promptTokens());
        tokens(tags, "completion", call.completionTokens());
        tokens(tags, "cached", call.cachedTokens());
        tokens(tags, "padded", call.paddedTokens());
        if (call.cost() != null) {
            count(
                    "virnuc.model.cost",
                    "Cost of the requests that have a price.",
                    tags,
                    call.cost().doubleValue());
        }
    }

    private void tokens(Tags tags, String type, long tokens) {
        if (tokens > 0) {
            count(
                    "virnuc.model.tokens",
                    "Tokens by type; cached ones are among those of the prompt.",
                    tags.and("type", type),
                    tokens);
        }
    }

    private void noted(EventReport event) {
        Tags tags = Tags.of(
                "class", event.eventClass().word(), "severity", event.severity().word());
        count("virnuc.events", "Events by class and severity.", tags, 1);
        GuardrailHit.of(event)
                .ifPresent(hit -> count(
                        "virnuc.guardrail.hits",
                        "What should be looked at twice.",
                        Tags.of(
                                "guardrail",
                                hit.guardrail(),
                                "severity",
                                event.severity().word()),
                        hit.count()));
    }

    private void run(RunReport run) {
        Tags tags = Tags.of("status", run.status().word());
        time("virnuc.run", "Wall time of runs.", tags, run.wallSeconds());
        run.quantities()
                .forEach((name, count) ->
                        count("virnuc.quantity", "Work done, by what it is.", Tags.of("name", name), count));
        if (run.totals().cost() != null && run.totals().currency() != null) {
            count(
                    "virnuc.run.cost",
                    "Cost of runs, devices included.",
                    Tags.of("currency", run.totals().currency()),
                    run.totals().cost().doubleValue());
        }
        if (run.telemetryLosses() > 0) {
            count(
                    "virnuc.telemetry.losses",
                    "Events that some consumer did not get.",
                    Tags.empty(),
                    run.telemetryLosses());
        }
    }

    private void count(String name, String what, Tags tags, long amount) {
        count(name, what, tags, (double) amount);
    }

    private void count(String name, String what, Tags tags, double amount) {
        Counter.builder(name).description(what).tags(tags).register(registry).increment(amount);
    }

    private void time(String name, String what, Tags tags, double seconds) {
        Timer.builder(name)
                .description(what)
                .tags(tags)
                .register(registry)
                .record(Duration.ofNanos(Math.round(seconds * 1e9)));
    }
}
