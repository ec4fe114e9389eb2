package org.virnuc.pipeline.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.virnuc.models.Precision;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.telemetry.RunInfo;

/** Adds facts about a run's models to its telemetry. */
public final class ModelFacts {
    private ModelFacts() {}

    /**
     * Adds how a run's encoders compute, and the name, SHA-256, layout, number of parameters and precision of each model
     * part, to the facts of the run's environment.
     *
     * @param profile how encoders compute, and why
     */
    public static RunInfo added(RunInfo info, ModelPack pack, ExecutionProfile profile) {
        Map<String, String> environment = new LinkedHashMap<>(info.environment());
        environment.putAll(profile.choices());
        environment.putAll(of(pack, profile.precision()));
        return info.environment(environment);
    }

    /** The facts of a model by name. */
    static Map<String, String> of(ModelPack pack, Precision precision) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, pack.dna(), precision);
        put(facts, pack.protein(), precision);
        put(facts, pack.head(), Precision.FP32);
        return facts;
    }

    private static void put(Map<String, String> environment, ModelPart part, Precision precision) {
        String prefix = "model_" + part.role().word();
        environment.put(prefix, part.id());
        environment.put(prefix + "_sha256", part.sha256());
        environment.put(prefix + "_layout", part.layout());
        part.revision().ifPresent(revision -> environment.put(prefix + "_revision", revision));
        environment.put(prefix + "_parameters", String.valueOf(part.parameters()));
        environment.put(prefix + "_precision", precision.word());
    }
}
