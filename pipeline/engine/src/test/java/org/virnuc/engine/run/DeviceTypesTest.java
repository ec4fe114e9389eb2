package org.virnuc.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.models.nvidia.NvidiaGpu;

class DeviceTypesTest {
    @Test
    void gpusAreCalledAsTheirDriverCallsThem() {
        List<NvidiaGpu> driver = List.of(gpu(0, "NVIDIA L4"), gpu(1, "NVIDIA H100 80GB HBM3"));
        assertThat(DeviceTypes.of(List.of("cuda:1", "cuda:0", "cuda:2"), () -> driver))
                .containsExactly(
                        Map.entry("cuda:1", "NVIDIA H100 80GB HBM3"),
                        Map.entry("cuda:0", "NVIDIA L4"),
                        Map.entry("cuda:2", "cuda:2"));
    }

    @Test
    void withoutADriverDevicesStandForThemselves() {
        assertThat(DeviceTypes.of(List.of("cuda:0"), List::of)).containsExactly(Map.entry("cuda:0", "cuda:0"));
    }

    @Test
    void nobodyIsAskedAboutCpus() {
        assertThat(DeviceTypes.of(List.of("cpu"), () -> {
                    throw new AssertionError("the driver need not be asked");
                }))
                .containsExactly(Map.entry("cpu", "cpu"));
    }

    private static NvidiaGpu gpu(int number, String name) {
        return new NvidiaGpu(number, name, "", 0, 9, 0);
    }
}
