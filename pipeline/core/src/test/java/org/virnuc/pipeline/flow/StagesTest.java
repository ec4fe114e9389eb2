package org.virnuc.pipeline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.virnuc.calling.AnswerOptions;
import org.virnuc.engine.Setting;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.RealRun;

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
        assertThat(precisions(Precision.INT8)).hasSize(2).allMatch(value -> value.matches("(fp32|bf16)-int8"));
    }

    private static List<String> precisions(Precision precision) {
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, precision, 0, 1);
        ModelStore store = new ModelStore(RealRun.CACHE);
        Stages stages = Stages.of(500, store, store.pack("virnuc-mini"), options, AnswerOptions.DEFAULT);
        return List.of(stages.dnabertS(), stages.esm2()).stream()
                .flatMap(stage -> stage.settings().stream())
                .filter(setting -> Objects.equals(setting.name(), "precision"))
                .map(Setting::value)
                .toList();
    }
}
