package org.virnuc.engine.run;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.UnusedDevice;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.cost.CostCap;

/** Forwards reports of a running stage to telemetry and stops the stage if the run is cancelled. */
final class RunObserver implements StageObserver {
    private static final Logger LOG = LoggerFactory.getLogger(RunObserver.class);
    private static final double COSTS_CHECKED_EVERY = 0.1;

    private final StageId stage;
    private final StageSpan span;
    private final PipelineTelemetry telemetry;
    private final RunCosts costs;
    private final AtomicLong done = new AtomicLong();
    private long reused;
    private volatile boolean hasBatches;
    private volatile double checkCostsAt = COSTS_CHECKED_EVERY;

    RunObserver(StageId stage, StageSpan span, PipelineTelemetry telemetry, RunCosts costs) {
        this.stage = stage;
        this.span = span;
        this.telemetry = telemetry;
        this.costs = costs;
    }

    /** Counts items that an interrupted run finished. */
    synchronized void reused(long items) {
        reused += items;
        span.metric(StageReport.ITEMS_REUSED, reused);
        span.progress(done.addAndGet(items));
    }

    long itemsDone() {
        return done.get();
    }

    @Override
    public void items(long more) throws InterruptedException {
        span.progress(done.addAndGet(more));
        double now = span.elapsedSeconds();
        // Stages with batches check the cap before each batch; a computed batch is paid for and kept.
        if (!hasBatches && now >= checkCostsAt) {
            checkCostsAt = now + COSTS_CHECKED_EVERY;
            costs.check();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException(stage.word() + " was cancelled");
        }
    }

    @Override
    public void metric(String name, Number value) {
        if (value instanceof Double || value instanceof Float) {
            span.metric(name, value.doubleValue());
        } else {
            span.metric(name, value.longValue());
        }
    }

    @Override
    public <T> T load(Supplier<T> opening) {
        costs.check();
        double before = span.elapsedSeconds();
        try {
            return opening.get();
        } finally {
            span.loaded(span.elapsedSeconds() - before);
        }
    }

    @Override
    public void beforeBatch(EncoderInfo model, BatchRequest batch) {
        hasBatches = true;
        costs.before(
                new CostCap.Request(model.modelId(), ModelCall.LOCAL, batch.device(), batch.tokens(), batch.slots()));
    }

    @Override
    public void batch(EncoderInfo model, BatchFigures figures) {
        batch("", model, figures);
    }

    @Override
    public void batch(String file, EncoderInfo model, BatchFigures figures) {
        telemetry.quantity("tokens", figures.tokens());
        ModelCall call = call(model, figures);
        span.call(call, file);
        costs.after(call, figures.slots());
    }

    @Override
    public void failed(EncoderInfo model, DeviceEvent event) {
        LOG.warn("{}: {}", stage.word(), event.message());
        span.event(
                EventClass.DEVICE,
                Severity.WARNING,
                event.message(),
                Map.of(
                        "device", event.batch().device(),
                        "failure", event.kind().word(),
                        "slots", event.batch().slots(),
                        "batch_tokens", event.batchTokens()));
        ModelCall call = call(model, event.batch());
        span.retried(call);
        costs.after(call, event.batch().slots());
    }

    @Override
    public void unused(UnusedDevice device) {
        LOG.warn("{}: {}", stage.word(), device.message());
        span.event(
                EventClass.DEVICE,
                Severity.WARNING,
                device.message(),
                Map.of("device", device.device(), "failure", "not-loaded"));
    }

    private static ModelCall call(EncoderInfo model, BatchFigures figures) {
        return ModelCall.local(model.modelId())
                .device(figures.device())
                .precision(model.precision())
                .promptTokens(figures.tokens())
                .items(figures.sequences())
                .paddedTokens(figures.slots() - figures.tokens())
                .took(figures.nanos());
    }

    @Override
    public void warning(String message) {
        LOG.warn("{}: {}", stage.word(), message);
        span.event(EventClass.DATA, Severity.WARNING, message, Map.of());
    }
}
