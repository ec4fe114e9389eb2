package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.DeviceException;
import org.virnuc.models.Precision;

class DevicesTest {
    private static final CpuLanes LANES = new CpuLanes(2, 2);

    @Test
    void cudaIsAllGpusOrThoseThatWereNamed() {
        assertThat(Devices.cuda(List.of(), 3)).containsExactly("cuda:0", "cuda:1", "cuda:2");
        assertThat(Devices.cuda(List.of(2, 0), 3)).containsExactly("cuda:2", "cuda:0");
    }

    @Test
    void whatIsNotThereIsAnErrorThatSaysWhatIs() {
        String mend = "; run \"virnuc doctor\", set PYTORCH_LIBRARY_PATH to the lib folder of a libtorch with CUDA,"
                + " or choose `device` cpu";
        refuses(List.of(), 0, "CUDA was asked for, but no CUDA device was found" + mend);
        refuses(List.of(0, 1), 0, "GPU 0 was asked for, but no CUDA device was found" + mend);
        refuses(List.of(0, 1), 1, "GPU 1 was asked for, but only GPU 0 was found" + mend);
        refuses(List.of(4), 3, "GPU 4 was asked for, but only GPUs 0 to 2 were found" + mend);
    }

    @Test
    void halfPrecisionIsNotForCpus() {
        assertThat(Devices.precision(Precision.BF16, "cpu", DevicesTest::notAsked))
                .isEqualTo(Precision.BF16);
        assertThatThrownBy(() -> Devices.precision(Precision.FP16, "cpu", DevicesTest::notAsked))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("CPUs compute in fp32 or bf16");
    }

    @Test
    void int8IsForCpus() {
        assertThatThrownBy(() -> Devices.precision(Precision.INT8, "cuda:0", () -> new CpuSpeed(1, 1, LANES)))
                .isInstanceOf(DeviceException.class)
                .hasMessage("int8 was asked for, but only x86-64 CPUs compute in it, and this run is on cuda:0;"
                        + " choose `precision` auto, or `device` cpu on such a machine");
    }

    @Test
    void optionsAreReadAsTheCommandLineHasThem() {
        assertThat(DeviceChoice.parse("auto", Optional.empty())).isEqualTo(DeviceChoice.AUTO);
        assertThat(DeviceChoice.parse("auto", Optional.of("0,1")))
                .isEqualTo(new DeviceChoice(DeviceChoice.Kind.CUDA, List.of(0, 1)));
        assertThat(Devices.resolve(DeviceChoice.parse("cpu", Optional.empty()))).containsExactly("cpu");
        assertThatThrownBy(() -> DeviceChoice.parse("cpu", Optional.of("0")))
                .hasMessageContaining("together with the device cpu");
        assertThatThrownBy(() -> DeviceChoice.parse("tpu", Optional.empty()))
                .hasMessageContaining("there are auto, cpu, cuda");
        assertThatThrownBy(() -> DeviceChoice.parse("cuda", Optional.of("0,x"))).hasMessageContaining("such as 0,1");
        assertThatThrownBy(() -> DeviceChoice.parse("auto", Optional.of("")))
                .as("as a variable that is not set")
                .hasMessageContaining("GPUs \"\" cannot be read");
        assertThatThrownBy(() -> DeviceChoice.parse("cuda", Optional.of("1,1")))
                .hasMessageContaining("name one GPU twice");
    }

    @Test
    void autoIsWhatTheCpuIsFastAt() {
        assertThat(Devices.precision(Precision.AUTO, "cpu", () -> new CpuSpeed(100, 131, LANES)))
                .isEqualTo(Precision.BF16);
        assertThat(Devices.precision(Precision.AUTO, "cpu", () -> new CpuSpeed(100, 129, LANES)))
                .isEqualTo(Precision.FP32);
        assertThat(Devices.precision(Precision.AUTO, "cpu", () -> new CpuSpeed(100, 0, LANES)))
                .isEqualTo(Precision.FP32);
        assertThat(new CpuSpeed(102.4, 305.2, LANES).reason())
                .isEqualTo("measured on one core: fp32 102, bf16 305 billion operations a second; bf16 is used from 1.3"
                        + " times fp32 on");
    }

    private static void refuses(List<Integer> wanted, int found, String message) {
        assertThatThrownBy(() -> Devices.cuda(wanted, found))
                .isInstanceOf(DeviceException.class)
                .hasMessage(message);
    }

    private static CpuSpeed notAsked() {
        throw new AssertionError("the CPU need not be measured");
    }
}
