package org.virnuc.pipeline.run;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.engine.EngineWarmUp;
import org.virnuc.models.store.ModelStore;
import org.virnuc.telemetry.TelemetryEvent;

/**
 * Loads the native engine beside the first stage that is computed, where encoders will follow it. Not earlier: whatever else loads a
 * library, or calls a native method for the first time, waits until libtorch is loaded. Not later: the first encoder would wait for it.
 */
final class EngineStart implements AutoCloseable {
    private static final Set<String> STAGES = Arrays.stream(StageId.values())
            .filter(id -> id.number() <= StageId.ESM_2.number())
            .map(StageId::word)
            .collect(Collectors.toSet());

    private final ModelStore store;
    private final EncoderOptions options;
    private @Nullable EngineWarmUp engine;
    private boolean closed;

    private EngineStart(ModelStore store, EncoderOptions options) {
        this.store = store;
        this.options = options;
    }

    /** Waits for the first stage of a run. */
    static EngineStart of(RunTelemetry telemetry, ModelStore store, EncoderOptions options) {
        EngineStart start = new EngineStart(store, options);
        telemetry.atStages(event -> {
            if (event instanceof TelemetryEvent.StageStarted started && STAGES.contains(started.stage())) {
                start.begin();
            }
        });
        return start;
    }

    private synchronized void begin() {
        if (engine == null && !closed) {
            engine = store.warmUp(options);
        }
    }

    /** Waits until the engine is loaded, because a program must not exit meanwhile. */
    @Override
    public synchronized void close() {
        closed = true;
        if (engine != null) {
            engine.close();
        }
    }
}
