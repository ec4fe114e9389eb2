package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuProbeTest {
    @Test
    void aCpuIsMeasuredOnceUntilItIsAnother(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cache/cpu.properties");
        CpuSpeed slow = new CpuSpeed(10, 5);
        CpuSpeed fast = new CpuSpeed(100, 300);
        assertThat(CpuProbe.speed(file, "cpu A; 2 processors", () -> slow)).isEqualTo(slow);
        assertThat(CpuProbe.speed(file, "cpu A; 2 processors", CpuProbeTest::kept))
                .isEqualTo(slow);
        assertThat(CpuProbe.speed(file, "cpu A; 4 processors", () -> fast)).isEqualTo(fast);
        assertThat(CpuProbe.speed(file, "cpu A; 4 processors", CpuProbeTest::kept))
                .isEqualTo(fast);
        Files.writeString(file, "key=cpu A; 4 processors\nfp32=NaN\nbf16=3\n");
        assertThat(CpuProbe.speed(file, "cpu A; 4 processors", () -> slow)).isEqualTo(slow);
        Files.writeString(file, "\\u12");
        assertThat(CpuProbe.speed(file, "cpu A; 4 processors", () -> fast)).isEqualTo(fast);
    }

    @Test
    void thisCpuIsMeasuredForReal(@TempDir Path folder) {
        NativeEngine.configure(org.virnuc.models.TestFiles.CACHE);
        CpuSpeed measured = CpuProbe.speed(folder);
        assertThat(measured.fp32()).isGreaterThan(0.1);
        assertThat(folder.resolve("cpu.properties")).isRegularFile();
        assertThat(CpuProbe.speed(folder)).isEqualTo(measured);
    }

    @Test
    void cpusAreToldApartByNameAndAbilities(@TempDir Path folder) throws IOException {
        Path cpuinfo = folder.resolve("cpuinfo");
        String none = CpuFeatures.description(cpuinfo);
        Files.writeString(
                cpuinfo, "processor\t: 0\nmodel name\t: EPYC\nMHz\t: 2100\nflags\t\t: fpu avx\n\nprocessor\t: 1\n");
        assertThat(CpuFeatures.description(cpuinfo)).isEqualTo(none + "model name : EPYC; flags : fpu avx");
    }

    private static CpuSpeed kept() {
        throw new AssertionError("measured although it is kept");
    }
}
