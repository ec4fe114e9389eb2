package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuProbeTest {
    private static final CpuProbe.Cpu TWO_CORES = new CpuProbe.Cpu("cpu A; 2 processors", 2);
    private static final CpuProbe.Cpu FOUR_CORES = new CpuProbe.Cpu("cpu A; 4 processors", 4);

    @Test
    void aCpuIsMeasuredOnceUntilItIsAnother(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cache/cpu.properties");
        CpuSpeed slow = new CpuSpeed(10, 5, Int8Products.EXACT, new CpuLanes(2, 1));
        CpuSpeed fast = new CpuSpeed(100, 300, Int8Products.EXACT, new CpuLanes(4, 4));
        assertThat(CpuProbe.speed(file, TWO_CORES, () -> slow)).isEqualTo(slow);
        assertThat(CpuProbe.speed(file, TWO_CORES, CpuProbeTest::kept)).isEqualTo(slow);
        assertThat(CpuProbe.speed(file, FOUR_CORES, () -> fast)).isEqualTo(fast);
        assertThat(CpuProbe.speed(file, FOUR_CORES, CpuProbeTest::kept)).isEqualTo(fast);
        Files.writeString(file, "key=cpu A; 4 processors\nfp32=NaN\nbf16=3\nlanes.small=4\nlanes.large=4\n");
        assertThat(CpuProbe.speed(file, FOUR_CORES, () -> slow)).isEqualTo(slow);
        Files.writeString(file, "key=cpu A; 4 processors\nfp32=10\nbf16=3\n"); // as written before lanes were measured
        assertThat(CpuProbe.speed(file, FOUR_CORES, () -> fast)).isEqualTo(fast);
        Files.writeString(file, "key=cpu A; 4 processors\nfp32=10\nbf16=3\nlanes.small=5\nlanes.large=4\n");
        assertThat(CpuProbe.speed(file, FOUR_CORES, () -> fast))
                .as("more lanes than cores would have no thread each")
                .isEqualTo(fast);
        Files.writeString(file, "key=cpu A; 4 processors\nfp32=10\nbf16=3\nlanes.small=4\nlanes.large=4\n");
        assertThat(CpuProbe.speed(file, FOUR_CORES, () -> fast))
                .as("as written before products of int8 were looked at")
                .isEqualTo(fast);
        Files.writeString(file, "key=cpu A; 4 processors\nfp32=10\nbf16=Infinity\nlanes.small=4\nlanes.large=4\n");
        assertThat(CpuProbe.speed(file, FOUR_CORES, () -> fast)).isEqualTo(fast);
        Files.writeString(file, "\\u12");
        assertThat(CpuProbe.speed(file, FOUR_CORES, () -> fast)).isEqualTo(fast);
    }

    /** Another speed would be another precision, and so another result. */
    @Test
    void aSpeedThatWasChangedOnTheDiskIsMeasuredAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cpu.properties");
        CpuSpeed speed = new CpuSpeed(100, 300, Int8Products.EXACT, new CpuLanes(2, 1));
        CpuProbe.speed(file, TWO_CORES, () -> speed);
        String written = Files.readString(file);
        for (String damaged : List.of(
                written.replace("bf16=300.0", "bf16=100.0"),
                written.replace("int8=EXACT", "int8=SATURATING"),
                written.replace("lanes.small=2", "lanes.small=1"),
                written.replaceAll("sha256=.*", ""))) {
            assertThat(damaged).isNotEqualTo(written);
            Files.writeString(file, damaged);
            assertThat(CpuProbe.speed(file, TWO_CORES, () -> speed)).isSameAs(speed);
        }
        assertThat(CpuProbe.speed(file, TWO_CORES, CpuProbeTest::kept)).isEqualTo(speed);
    }

    @Test
    void thisCpuIsMeasuredForReal(@TempDir Path folder) {
        NativeRuntime.configure(org.virnuc.models.TestFiles.CACHE);
        CpuSpeed measured = CpuProbe.speed(folder);
        assertThat(measured.fp32()).isGreaterThan(0.1);
        int cores = Runtime.getRuntime().availableProcessors();
        assertThat(LaneProbe.arrangements(cores))
                .contains(measured.lanes().small(), measured.lanes().large());
        assertThat(CpuProbe.speed(folder)).isSameAs(measured);
    }

    @Test
    void aProcessMeasuresOnceWhereTheCacheCannotBeWritten(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        CpuSpeed slow = new CpuSpeed(10, 5, Int8Products.EXACT, new CpuLanes(2, 1));
        Map<String, CpuSpeed> known = new HashMap<>();
        assertThat(CpuProbe.speed(known, file, new CpuProbe.Cpu("cpu A", 2), () -> slow))
                .isEqualTo(slow);
        assertThat(CpuProbe.speed(known, file, new CpuProbe.Cpu("cpu A", 2), CpuProbeTest::kept))
                .isEqualTo(slow);
    }

    @Test
    void machinesThatShareACacheKeepTheirOwnSpeeds(@TempDir Path folder) {
        CpuSpeed slow = new CpuSpeed(10, 5, Int8Products.EXACT, new CpuLanes(2, 1));
        CpuSpeed fast = new CpuSpeed(100, 300, Int8Products.EXACT, new CpuLanes(4, 4));
        CpuProbe.speed(new HashMap<>(), folder, new CpuProbe.Cpu("cpu A", 2), () -> slow);
        CpuProbe.speed(new HashMap<>(), folder, new CpuProbe.Cpu("cpu B", 4), () -> fast);
        assertThat(CpuProbe.speed(new HashMap<>(), folder, new CpuProbe.Cpu("cpu A", 2), CpuProbeTest::kept))
                .isEqualTo(slow);
        assertThat(CpuProbe.speed(new HashMap<>(), folder, new CpuProbe.Cpu("cpu B", 4), CpuProbeTest::kept))
                .isEqualTo(fast);
    }

    @Test
    void coresAreSharedAsWasFastest() {
        assertThat(LaneProbe.arrangements(1)).containsExactly(1);
        assertThat(LaneProbe.arrangements(2)).containsExactly(2, 1);
        assertThat(LaneProbe.arrangements(12)).containsExactly(12, 6, 3, 1);
        assertThat(LaneProbe.arrangements(128)).containsExactly(64, 32, 16, 8, 4, 2, 1);
        int[] lanes = {8, 4, 1};
        assertThat(LaneProbe.fastest(lanes, new double[] {10, 11, 11}))
                .as("not clearly faster than one thread each")
                .isEqualTo(8);
        assertThat(LaneProbe.fastest(lanes, new double[] {10, 12, 13})).isEqualTo(1);
        assertThat(LaneProbe.fastest(lanes, new double[] {10, 13, 12})).isEqualTo(4);
        CpuLanes chosen = new CpuLanes(8, 2);
        assertThat(chosen.of(128)).isEqualTo(8);
        assertThat(chosen.of(639)).isEqualTo(8);
        assertThat(chosen.of(1280)).isEqualTo(2);
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
