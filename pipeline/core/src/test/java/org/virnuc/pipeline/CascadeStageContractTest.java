package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.Stage;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.pipeline.cascade.LeadRule;
import org.virnuc.pipeline.flow.Cascade;
import org.virnuc.pipeline.stages.BandSelection;
import org.virnuc.pipeline.stages.CascadeBandStage;
import org.virnuc.pipeline.stages.CascadeScores;
import org.virnuc.pipeline.stages.CascadeScoresStage;
import org.virnuc.pipeline.stages.DecisionFile;
import org.virnuc.pipeline.stages.FrameRows;
import org.virnuc.pipeline.stages.RowScores;

/** The steps of a cascade keep the contract of all stages; here is what each reads, and what its counts must add up to. */
class CascadeStageContractTest {

    private static FakeModel cascading(FakeModel model) {
        return model.cascade == null ? model.cascading("0.95", LeadRule.CHUNKS) : model;
    }

    private static Cascade cascade(FakeModel model) {
        return cascading(model).cascadeSteps();
    }

    abstract static class Step<I, O> extends StageContract<I, O> {
        @Override
        StageInputs inputs(Path folder) throws IOException {
            return new StageInputs(folder, cascading(new FakeModel()));
        }
    }

    @Nested
    class Trial extends Step<FrameRows, RowScores> {
        @Override
        Stage<FrameRows, RowScores> stage(FakeModel model) {
            return cascade(model).trial();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(FakeModel::otherBigHead, model -> model.cascading("0.99", LeadRule.CHUNKS));
        }

        @Override
        Artifact<FrameRows> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.frameRows();
        }

        @Override
        void reconcile(FrameRows input, Manifest manifest) {
            assertThat(manifest.itemsIn()).isEqualTo(count(manifest, "rows"));
            // Chunks of six frames are the most of the input.
            assertThat(count(manifest, "rows")).isBetween(count(manifest, "chunks"), 6 * count(manifest, "chunks"));
        }
    }

    @Nested
    class Band extends Step<CascadeBandStage.Input, DecisionFile> {
        @Override
        Stage<CascadeBandStage.Input, DecisionFile> stage(FakeModel model) {
            return cascade(model).band();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(FakeModel::otherBigHead, model -> model.cascading("0.95", LeadRule.RECORDS));
        }

        @Override
        Artifact<CascadeBandStage.Input> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.tried();
        }

        @Override
        void reconcile(CascadeBandStage.Input input, Manifest manifest) {
            assertThat(manifest.itemsIn()).isEqualTo(input.frames().frames().chunkCount());
            assertThat(count(manifest, "chunks_small")).isPositive();
            assertThat(count(manifest, "chunks_small") + count(manifest, "chunks_big"))
                    .isEqualTo(count(manifest, "chunks_scored"));
        }
    }

    @Nested
    class Big extends Step<BandSelection.Input, RowScores> {
        @Override
        Stage<BandSelection.Input, RowScores> stage(FakeModel model) {
            return cascade(model).big();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(FakeModel::otherBigHead);
        }

        @Override
        Artifact<BandSelection.Input> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.chosen();
        }

        @Override
        void reconcile(BandSelection.Input input, Manifest manifest) {
            assertThat(manifest.itemsIn()).isEqualTo(count(manifest, "rows"));
            assertThat(count(manifest, "files"))
                    .as("files, to be stopped between")
                    .isGreaterThan(1);
        }
    }

    @Nested
    class Scores extends Step<CascadeScoresStage.Input, CascadeScores> {
        @Override
        Stage<CascadeScoresStage.Input, CascadeScores> stage(FakeModel model) {
            return cascade(model).scores();
        }

        @Override
        Artifact<CascadeScoresStage.Input> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.decided();
        }

        @Override
        void reconcile(CascadeScoresStage.Input input, Manifest manifest) {
            assertThat(manifest.itemsIn())
                    .isEqualTo(input.screened().scores().rows())
                    .isEqualTo(count(manifest, "rows"));
            assertThat(count(manifest, "decisions_by_small_model") + count(manifest, "decisions_by_big_model"))
                    .isEqualTo(count(manifest, "decisions"));
            assertThat(count(manifest, "different_frames_big"))
                    .isEqualTo(input.trial().rows() + input.band().rows())
                    .isLessThan(count(manifest, "different_frames"));
        }
    }
}
