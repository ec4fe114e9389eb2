package org.virnuc.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.RealRun;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.cascade.LeadRule;

class StagesTest {
    @Test
    void theFingerprintNamesThePrecision() {
        assertThat(precisions(Precision.FP32)).containsOnly("fp32");
        assertThat(precisions(Precision.BF16)).containsOnly("bf16");
    }

    @Test
    void inInt8ItAlsoNamesWhatTheOtherLayersAreIn() {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        assumeThat(System.getProperty("os.name")).doesNotStartWith("Mac");
        assertThat(precisions(Precision.INT8))
                .hasSize(2)
                .allMatch(value -> value.matches("(fp32|bf16)-int8(-reduced)?"));
    }

    /** These settings decide whether finished work is reused: adding or changing one runs the step again. */
    @Test
    void everyStepNamesWhatItDependsOn() {
        ResultOptions answers = ResultOptions.DEFAULT.with(new ConfidenceOptions(
                Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, ConfidenceOptions.Fallback.DNA, true));
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 1);
        ModelStore store = new ModelStore(RealRun.CACHE);
        ModelPack mini = store.pack("virnuc-mini");
        Stages stages = Cascade.stages(
                500,
                StepModels.of(store, store.profile(options)),
                mini,
                mini,
                answers,
                new CascadeOptions(BigDecimal.ONE, LeadRule.CHUNKS));
        assertThat(names(stages.dnabertS())).containsExactly("model", "precision", "format");
        assertThat(names(stages.esm2())).containsExactly("model", "precision", "format");
        assertThat(names(stages.prediction())).startsWith("head");
        assertThat(stages.extra()).hasSize(3);
        Cascade cascade = (Cascade) stages.extra().get(0);
        assertThat(names(cascade.trial()))
                .containsExactly("dna", "protein", "head", "precision", "agreement", "format");
        assertThat(names(cascade.band()))
                .startsWith(
                        "small_dna", "small_protein", "small_head", "big_dna", "big_protein", "big_head", "precision");
        assertThat(names(cascade.big())).containsExactly("dna", "protein", "head", "precision", "format");
        assertThat(names(((DnaOnlyStep) stages.extra().get(1)).stage()))
                .containsExactly("model", "precision", "head", "format");
        assertThat(names(((RefinementStep) stages.extra().get(2)).stage()))
                .containsExactly("dna", "protein", "head", "precision", "format");
        assertThat(stages.has(StageId.CASCADE_BAND)).isTrue();
        assertThat(stages.has(StageId.READ_LABELS)).isFalse();
    }

    /** The number of threads is also a setting, on a machine where operators are faster with several threads. */
    private static List<String> names(Stage<?, ?> stage) {
        return stage.settings().stream()
                .map(Setting::name)
                .filter(name -> !name.endsWith("operator-threads"))
                .toList();
    }

    private static List<String> precisions(Precision precision) {
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, precision, 0, 1);
        ModelStore store = new ModelStore(RealRun.CACHE);
        Stages stages = Stages.of(
                500, StepModels.of(store, store.profile(options)), store.pack("virnuc-mini"), ResultOptions.DEFAULT);
        return List.of(stages.dnabertS(), stages.esm2()).stream()
                .flatMap(stage -> stage.settings().stream())
                .filter(setting -> Objects.equals(setting.name(), "precision"))
                .map(Setting::value)
                .toList();
    }
}
