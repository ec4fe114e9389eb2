package org.virnuc.pipeline.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnuc.calling.ResultOptions;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.stages.ChunkHeadStage;
import org.virnuc.pipeline.stages.EmbeddingStage;

/**
 * The stages of a run whose work can be done shard by shard, each shard by itself.
 *
 * @param chunkHead empty if the run has no chunk head
 */
public record ShardStages(EmbeddingStage dnabertS, EmbeddingStage esm2, Optional<ChunkHeadStage> chunkHead) {

    /** The stages of a model, with those that {@code results} requires. */
    public static ShardStages of(StepModels models, ModelPack pack, ResultOptions results) {
        ModelSettings settings = models.settings();
        return new ShardStages(
                new EmbeddingStage(StageId.DNABERT_S, settings.encoder(pack.dna()), models.dna(pack)),
                new EmbeddingStage(StageId.ESM_2, settings.encoder(pack.protein()), models.protein(pack)),
                results.judged() ? Optional.of(ChunkHeadStep.of(models, pack).stage()) : Optional.empty());
    }

    /** What changes the output of these stages besides their input. */
    public List<Setting> settings() {
        List<Stage<?, ?>> all = new ArrayList<>(List.of(dnabertS, esm2));
        chunkHead.ifPresent(all::add);
        List<Setting> settings = new ArrayList<>();
        for (Stage<?, ?> stage : all) {
            for (Setting setting : stage.settings()) {
                String name = stage.id().word() + " " + setting.name();
                settings.add(new Setting(name, setting.value(), setting.reason()));
            }
        }
        return settings;
    }
}
