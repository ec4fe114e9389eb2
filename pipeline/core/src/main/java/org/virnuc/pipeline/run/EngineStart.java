package org.virnuc.pipeline.run;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.models.engine.EngineWarmUp;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.store.ModelStore;
import org.virnuc.telemetry.TelemetryEvent;

/**
 * Loads the native engine on another thread during the first computed stage, if encoders follow. An earlier start would
 * delay all other library loading and first native calls until libtorch is loaded; a later one would delay the first
 * encoder.
 */
final class EngineStart implements AutoCloseable {
    private static final Set<String> STAGES = Arrays.stream(StageId.values())
            .filter(id -> id.number() <= StageId.ESM_2.number())
            .map(StageId::word)
            .collect(Collectors.toSet());

    private final ModelStore store;
    private final ExecutionProfile profile;
    private @Nullable EngineWarmUp engine;
    private boolean closed;

    private EngineStart(ModelStore store, ExecutionProfile profile) {
        this.store = store;
        this.profile = profile;
    }

    /** Creates a loader that starts at the first stage of a run. */
    static EngineStart of(RunTelemetry telemetry, ModelStore store, ExecutionProfile profile) {
        EngineStart start = new EngineStart(store, profile);
        telemetry.atStages(event -> {
            if (event instanceof TelemetryEvent.StageStarted started && STAGES.contains(started.stage())) {
                start.begin();
            }
        });
        return start;
    }

    private synchronized void begin() {
        if (engine == null && !closed) {
            engine = store.warmUp(profile);
        }
    }

    /** Waits until the engine is loaded, because the program must not exit meanwhile. */
    @Override
    public synchronized void close() {
        closed = true;
        if (engine != null) {
            engine.close();
        }
    }
}
