package org.virnuc.pipeline;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.EncoderInfo;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageSpan;

/** Hands what a running stage says to telemetry, and stops the stage where the run was cancelled. */
final class RunObserver implements StageObserver {
    private static final Logger LOG = LoggerFactory.getLogger(RunObserver.class);

    private final StageId stage;
    private final StageSpan span;
    private final PipelineTelemetry telemetry;
    private final AtomicLong done = new AtomicLong();
    private long reused;

    RunObserver(StageId stage, StageSpan span, PipelineTelemetry telemetry) {
        this.stage = stage;
        this.span = span;
        this.telemetry = telemetry;
    }

    /** Some items were finished by an interrupted run. */
    void reused(long items) {
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
    public void batch(EncoderInfo model, BatchFigures figures) {
        telemetry.quantity("tokens", figures.tokens());
        span.call(new ModelCall(
                model.modelId(),
                "local",
                figures.device(),
                model.precision(),
                figures.tokens(),
                0,
                0,
                figures.sequences(),
                figures.slots() - figures.tokens(),
                figures.nanos(),
                null,
                null));
    }

    @Override
    public void warning(String message) {
        LOG.warn("{}: {}", stage.word(), message);
        span.note(EventClass.DATA, Severity.WARNING, message, Map.of());
    }
}
