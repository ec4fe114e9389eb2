package org.virnuc.pipeline.flow;

import java.util.ArrayList;
import java.util.List;
import org.virnuc.engine.Setting;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;

/** Lists the model settings that change the output of a step. No other class lists them. */
final class ModelSettings {
    private static final String ENCODER = "the encoder's weights and tokenizer make the vectors";

    private final ExecutionProfile profile;

    ModelSettings(ExecutionProfile profile) {
        this.profile = profile;
    }

    /** Settings of a step that uses one encoder. */
    List<Setting> encoder(ModelPart part) {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting("model", part.sha256(), ENCODER));
        settings.add(precision());
        addThreads(settings, "operator-threads", part);
        return settings;
    }

    /** Settings of a step that uses one encoder and a head. */
    List<Setting> encoder(ModelPart part, ModelPart head) {
        List<Setting> settings = encoder(part);
        settings.add(head(head));
        return settings;
    }

    /** The setting that identifies a head. */
    static Setting head(ModelPart head) {
        return head("", head);
    }

    private static Setting head(String prefix, ModelPart head) {
        return new Setting(prefix + "head", head.sha256(), "the head's weights make the scores");
    }

    /** Settings of a step that uses both encoders and a head. */
    List<Setting> model(ModelPack pack) {
        return model("", pack);
    }

    /** Settings of a step that combines scores of two models and uses neither itself. */
    List<Setting> models(ModelPack small, ModelPack big) {
        List<Setting> settings = parts("small_", small);
        settings.addAll(model("big_", big));
        return settings;
    }

    private List<Setting> model(String prefix, ModelPack pack) {
        List<Setting> settings = parts(prefix, pack);
        settings.add(precision());
        addThreads(settings, prefix + "dna-operator-threads", pack.dna());
        addThreads(settings, prefix + "protein-operator-threads", pack.protein());
        return settings;
    }

    private static List<Setting> parts(String prefix, ModelPack pack) {
        return new ArrayList<>(List.of(
                new Setting(prefix + "dna", pack.dna().sha256(), ENCODER),
                new Setting(prefix + "protein", pack.protein().sha256(), ENCODER),
                head(prefix, pack.head())));
    }

    private Setting precision() {
        return new Setting("precision", profile.rounding(), "lower precisions round the vectors");
    }

    /** Adds the thread count if an operator uses several threads, which depends on a measurement of this machine. */
    private void addThreads(List<Setting> settings, String name, ModelPart part) {
        int threads = profile.operatorThreads(part.dimension());
        if (threads > 1) {
            settings.add(new Setting(
                    name, Integer.toString(threads), "threads that share a sum may touch the last digits of vectors"));
        }
    }
}
