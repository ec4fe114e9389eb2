package org.virnuc.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class DeviceTypesTest {
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void gpusAreCalledAsTheirDriverCallsThem() {
        List<String> driver = List.of("sh", "-c", "echo '0, NVIDIA L4'; echo '1, NVIDIA H100 80GB HBM3'; echo odd");
        assertThat(DeviceTypes.of(List.of("cuda:1", "cuda:0", "cuda:2"), driver))
                .containsExactly(
                        Map.entry("cuda:1", "NVIDIA H100 80GB HBM3"),
                        Map.entry("cuda:0", "NVIDIA L4"),
                        Map.entry("cuda:2", "cuda:2"));
    }

    @Test
    void withoutADriverDevicesStandForThemselves() {
        assertThat(DeviceTypes.of(List.of("cuda:0"), List.of("no-such-program-as-this")))
                .containsExactly(Map.entry("cuda:0", "cuda:0"));
    }

    @Test
    void nobodyIsAskedAboutCpus() {
        assertThat(DeviceTypes.of(List.of("cpu"), List.of())).containsExactly(Map.entry("cpu", "cpu"));
    }
}
