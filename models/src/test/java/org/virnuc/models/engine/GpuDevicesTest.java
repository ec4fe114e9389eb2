package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.DeviceException;
import org.virnuc.models.Precision;
import org.virnuc.models.TestFiles;
import org.virnuc.models.torchscript.GraphTarget.BackEnd;

/** What VirNuc says of the GPUs of a machine is what their driver says. */
@Tag("gpu")
class GpuDevicesTest {

    /** The driver lists GPUs that {@code CUDA_VISIBLE_DEVICES} hides, so that the test needs it not to be set. */
    @Test
    void autoTakesEveryGpuThatTheDriverLists() throws IOException {
        int gpus = Gpu.driver("index").size();
        List<String> all = IntStream.range(0, gpus).mapToObj(i -> "cuda:" + i).toList();
        assertThat(Devices.resolve(DeviceChoice.AUTO, TestFiles.CACHE))
                .isNotEmpty()
                .isEqualTo(all);
        assertThat(Devices.resolve(new DeviceChoice(DeviceChoice.Kind.CUDA, List.of()), TestFiles.CACHE))
                .isEqualTo(all);
    }

    @Test
    void aGpuThatIsNotThereIsRefusedBesideOneThatIs() {
        Gpu.options(Precision.FP32, 0);
        int gpus = Devices.resolve(DeviceChoice.AUTO, TestFiles.CACHE).size();
        assertThatThrownBy(() ->
                        Devices.resolve(new DeviceChoice(DeviceChoice.Kind.CUDA, List.of(0, gpus)), TestFiles.CACHE))
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("GPU " + gpus + " was asked for, but only GPU");
    }

    @Test
    void autoPrecisionFollowsTheComputeCapability() throws IOException {
        double capability = Double.parseDouble(Gpu.driver("compute_cap").get(0));
        assertThat(Devices.precision(Precision.AUTO, Gpu.FIRST, () -> {
                    throw new AssertionError("the CPU need not be measured");
                }))
                .isEqualTo(capability >= 8 ? Precision.BF16 : Precision.FP16);
    }

    @Test
    void aProfileHasOneLaneAGpuAndMeasuresNoCpu(@TempDir Path cache) throws IOException {
        ExecutionProfile profile = ExecutionProfile.resolve(Gpu.options(Precision.AUTO, 0), false, cache);
        assertThat(profile.devices()).containsExactly(Gpu.FIRST);
        assertThat(profile.target().backEnd()).isEqualTo(BackEnd.PLAIN);
        assertThat(profile.lanes(2560)).isEqualTo(1);
        assertThat(profile.operatorThreads(2560)).isEqualTo(1);
        assertThat(profile.reasons().device()).startsWith("asked for; ");
        assertThat(profile.reasons().unused()).isEmpty();
        assertThat(profile.reasons().precision()).isEqualTo("what this GPU is built for");
        assertThat(profile.reasons().lanes()).isEqualTo("one a GPU");
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files).as("measurements of the CPU").isEmpty();
        }
    }

    /** What {@code virnuc doctor} prints: the installed libtorch was built for CUDA and loads. */
    @Test
    void theEngineStartsAndNamesTheGpu() {
        Gpu.options(Precision.FP32, 0);
        Map<String, String> found = EngineCheck.run(TestFiles.CACHE);
        assertThat(found)
                .doesNotContainKey("problem")
                .containsEntry("compute lanes", "one a GPU")
                .containsEntry("check of cuda:0", "it computes what Java computes");
        assertThat(found.get("devices")).startsWith(Gpu.FIRST);
        assertThat(NativeEngine.running().hasCapability("CUDA"))
                .as("libtorch with CUDA")
                .isTrue();
    }
}
