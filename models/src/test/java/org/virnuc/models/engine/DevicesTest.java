package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.DeviceException;
import org.virnuc.models.Precision;
import org.virnuc.models.nvidia.NvidiaDriver;
import org.virnuc.models.nvidia.NvidiaDriver.Presence;
import org.virnuc.models.nvidia.NvidiaGpu;

class DevicesTest {
    private static final CpuLanes LANES = new CpuLanes(2, 2);
    private static final NvidiaDriver NONE =
            new NvidiaDriver(Presence.NONE, "", "", List.of(), Optional.of("the driver is missing; install it"));

    @Test
    void cudaIsAllGpusOrThoseThatWereNamed() {
        assertThat(Devices.cuda(List.of(), with(3))).containsExactly("cuda:0", "cuda:1", "cuda:2");
        assertThat(Devices.cuda(List.of(2, 0), with(3))).containsExactly("cuda:2", "cuda:0");
    }

    @Test
    void whatIsNotThereIsAnErrorThatSaysWhatIs() {
        refuses(List.of(), NONE, "CUDA was asked for, but the driver is missing; install it; or choose `device` cpu");
        refuses(
                List.of(0, 1),
                NONE,
                "GPU 0 was asked for, but the driver is missing; install it; or choose `device` cpu");
        refuses(List.of(0, 1), with(1), "GPU 1 was asked for, but only GPU 0 was found; \"virnuc doctor\" lists them");
        refuses(
                List.of(4),
                with(3),
                "GPU 4 was asked for, but only GPUs 0 to 2 were found; \"virnuc doctor\" lists them");
    }

    @Test
    void autoSaysWhatItChoseAndWhy() {
        assertThat(auto(with(2), true))
                .isEqualTo(new DeviceSelection(
                        List.of("cuda:0", "cuda:1"), "2 GPUs (Fast), driver 570 for CUDA 12.8", Optional.empty()));
        assertThat(auto(NONE, true))
                .isEqualTo(new DeviceSelection(List.of("cpu"), "the driver is missing; install it", Optional.empty()));
        String idle = "1 GPU (Fast), driver 570 for CUDA 12.8 cannot be used: no libtorch with CUDA is installed; run"
                + " \"virnuc setup-gpu\"";
        assertThat(auto(with(1), false)).isEqualTo(new DeviceSelection(List.of("cpu"), idle, Optional.of(idle)));
        NvidiaDriver broken =
                new NvidiaDriver(Presence.BROKEN, "570", "", List.of(), Optional.of("it is broken; mend it"));
        assertThat(auto(broken, true).unused()).contains("it is broken; mend it");
    }

    @Test
    void aGpuThatWasAskedForIsNeverReplacedByTheCpu() {
        assertThatThrownBy(() -> Devices.select(
                        new DeviceChoice(DeviceChoice.Kind.CUDA, List.of(1)), () -> with(2), () -> false))
                .isInstanceOf(DeviceException.class)
                .hasMessage("GPU 1 was asked for, and the driver has 2 GPUs (Fast), driver 570 for CUDA 12.8, but no"
                        + " libtorch with CUDA is installed; run \"virnuc setup-gpu\", or choose `device` cpu");
    }

    @Test
    void nobodyAsksTheDriverForTheCpu() {
        assertThat(Devices.select(
                        DeviceChoice.CPU,
                        () -> {
                            throw new AssertionError("the driver need not be asked");
                        },
                        () -> true))
                .isEqualTo(new DeviceSelection(List.of("cpu"), "asked for", Optional.empty()));
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
        assertThatThrownBy(() -> Devices.precision(
                        Precision.INT8, "cuda:0", () -> new CpuSpeed(1, 1, Int8Products.EXACT, LANES)))
                .isInstanceOf(DeviceException.class)
                .hasMessage("int8 was asked for, but only x86-64 CPUs compute in it, and this run is on cuda:0;"
                        + " choose `precision` auto, or `device` cpu on such a machine");
    }

    @Test
    void optionsAreReadAsTheCommandLineHasThem() {
        assertThat(DeviceChoice.parse("auto", Optional.empty())).isEqualTo(DeviceChoice.AUTO);
        assertThat(DeviceChoice.parse("auto", Optional.of("0,1")))
                .isEqualTo(new DeviceChoice(DeviceChoice.Kind.CUDA, List.of(0, 1)));
        assertThat(DeviceChoice.parse("cpu", Optional.empty())).isEqualTo(DeviceChoice.CPU);
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
        assertThat(Devices.precision(Precision.AUTO, "cpu", () -> new CpuSpeed(100, 131, Int8Products.EXACT, LANES)))
                .isEqualTo(Precision.BF16);
        assertThat(Devices.precision(Precision.AUTO, "cpu", () -> new CpuSpeed(100, 129, Int8Products.EXACT, LANES)))
                .isEqualTo(Precision.FP32);
        assertThat(Devices.precision(Precision.AUTO, "cpu", () -> new CpuSpeed(100, 0, Int8Products.EXACT, LANES)))
                .isEqualTo(Precision.FP32);
        assertThat(new CpuSpeed(102.4, 305.2, Int8Products.EXACT, LANES).reason())
                .isEqualTo("measured on one core: fp32 102, bf16 305 billion operations a second; bf16 is used from 1.3"
                        + " times fp32 on");
        assertThat(new CpuSpeed(81.2, 0, Int8Products.SATURATING, LANES).reason())
                .isEqualTo("measured on one core: fp32 81 billion operations a second; this CPU has no instructions for"
                        + " bf16");
    }

    private static void refuses(List<Integer> wanted, NvidiaDriver driver, String message) {
        assertThatThrownBy(() -> Devices.cuda(wanted, driver))
                .isInstanceOf(DeviceException.class)
                .hasMessage(message);
    }

    private static DeviceSelection auto(NvidiaDriver driver, boolean served) {
        return Devices.select(DeviceChoice.AUTO, () -> driver, () -> served);
    }

    private static NvidiaDriver with(int gpus) {
        List<NvidiaGpu> all = IntStream.range(0, gpus)
                .mapToObj(number -> new NvidiaGpu(number, "Fast", "0000:0" + number + ":00.0", 1L << 34, 9, 0))
                .toList();
        return new NvidiaDriver(Presence.WORKS, "570", "12.8", all, Optional.empty());
    }

    private static CpuSpeed notAsked() {
        throw new AssertionError("the CPU need not be measured");
    }
}
