package org.virnuc.models.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.files.StubDriver;
import org.virnuc.models.nvidia.NvidiaDriver.Presence;

/** What is said of drivers that are whole, broken and missing; the drivers are made by the test. */
@EnabledOnOs(OS.LINUX)
class NvidiaDriverTest {
    private static final long GIBI = 1L << 30;

    private final Path folder;

    NvidiaDriverTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void itsGpusAreListedWithWhatTheyAre() throws IOException, InterruptedException {
        StubDriver.cuda(folder, "DEVICES=2");
        StubDriver.nvml(folder);
        NvidiaDriver driver = NvidiaDriver.look(files());
        assertThat(driver.presence()).isEqualTo(Presence.WORKS);
        assertThat(driver.problem()).isEmpty();
        assertThat(driver.versions()).isEqualTo("driver 570.86.15 for CUDA 12.8");
        assertThat(driver.gpus())
                .containsExactly(
                        new NvidiaGpu(0, "NVIDIA Made-Up 80GB", "0000:1B:00.0", 80 * GIBI, 9, 0),
                        new NvidiaGpu(1, "NVIDIA Made-Up MIG 1g.10gb", "0000:1C:00.0", 10 * GIBI, 9, 0));
        assertThat(driver.gpus().get(1).description())
                .isEqualTo("NVIDIA Made-Up MIG 1g.10gb, 10.0 GiB, compute capability 9.0, a part of a GPU (MIG)");
        assertThat(driver.description())
                .isEqualTo("2 GPUs (NVIDIA Made-Up 80GB, NVIDIA Made-Up MIG 1g.10gb), driver 570.86.15 for CUDA 12.8");
        assertThat(NvidiaDriver.freeBytes(files(), 1)).isEqualTo(5 * GIBI);
    }

    @Test
    void withoutNvmlOnlyTheVersionIsUnknown() throws IOException, InterruptedException {
        StubDriver.cuda(folder, "DEVICES=1");
        assertThat(NvidiaDriver.look(files()).description())
                .isEqualTo("1 GPU (NVIDIA Made-Up 80GB), driver of unknown version for CUDA 12.8");
    }

    @Test
    void withoutADriverNothingIsLoadedAndTheMendIsSaid() {
        says(
                Presence.NONE,
                files(),
                "the NVIDIA driver is missing (there is no libcuda.so.1); install it, or give the"
                        + " container its GPUs, as docker run --gpus all does");
    }

    @Test
    void aContainerThatHasTheDevicesWithoutTheLibraryIsToldSo() throws IOException {
        Path node = Files.createFile(folder.resolve("nvidiactl"));
        says(
                Presence.BROKEN,
                files(Optional.empty(), node),
                "the NVIDIA driver is missing: its kernel module is loaded, but"
                        + " libcuda.so.1 cannot be found; install the driver's libraries of the same version, or start the"
                        + " container as docker run --gpus all does");
    }

    @Test
    void noGpuHasAReason() throws IOException, InterruptedException {
        StubDriver.cuda(folder, "INIT=100");
        says(
                Presence.NO_GPU,
                files(),
                "the NVIDIA driver finds no GPU (there is no /dev/nvidiactl); in a container, start"
                        + " it as docker run --gpus all does");
        says(
                Presence.NO_GPU,
                files(Optional.of("7")),
                "the NVIDIA driver finds no GPU among CUDA_VISIBLE_DEVICES=7; unset"
                        + " it, or name one that is there");
        StubDriver.nvml(folder, "MIG=1");
        says(
                Presence.NO_GPU,
                files(),
                "the NVIDIA driver finds no GPU: MIG divides it, and it has no part to compute on;"
                        + " make one, as nvidia-smi mig -cgi 0 -C does");
    }

    @Test
    void brokenDriversAreToldApart() throws IOException, InterruptedException {
        StubDriver.cuda(folder.resolve("803"), "INIT=803");
        says(
                Presence.BROKEN,
                in(folder.resolve("803")),
                "the NVIDIA driver does not work: cuInit answers 803; its libraries"
                        + " and its kernel module are of different versions: restart the machine");
        StubDriver.cuda(folder.resolve("802"), "INIT=802");
        says(
                Presence.BROKEN,
                in(folder.resolve("802")),
                "the NVIDIA driver does not work: cuInit answers 802; the GPUs are"
                        + " still being set up: start nvidia-fabricmanager, and try again");
        StubDriver.cuda(folder.resolve("old"), "VERSION=11040", "DEVICES=1");
        says(
                Presence.BROKEN,
                in(folder.resolve("old")),
                "the NVIDIA driver is too old: it supports CUDA 11.4, and 12.0 is"
                        + " needed; install a driver of version 525 or newer");
    }

    @Test
    void nvmlTellsHowAGpuFaresAndWhatItCannotTell() throws IOException, InterruptedException {
        StubDriver.cuda(folder, "DEVICES=2");
        StubDriver.nvml(folder);
        List<NvidiaGpu> gpus = NvidiaDriver.look(files()).gpus();
        try (Nvml nvml = Nvml.open(files()).orElseThrow()) {
            assertThat(nvml.read(gpus.get(0)))
                    .isEqualTo(new Nvml.Reading(
                            OptionalDouble.of(0.75),
                            OptionalLong.of(3 * GIBI),
                            OptionalDouble.of(612.5),
                            OptionalDouble.of(1050),
                            OptionalDouble.of(81),
                            Optional.of(true)));
            assertThat(nvml.read(gpus.get(0)).joules()).hasValue(1100);
            assertThat(nvml.read(gpus.get(1)))
                    .isEqualTo(new Nvml.Reading(
                            OptionalDouble.empty(),
                            OptionalLong.of(GIBI),
                            OptionalDouble.empty(),
                            OptionalDouble.empty(),
                            OptionalDouble.of(40),
                            Optional.empty()));
            NvidiaGpu gone = new NvidiaGpu(2, "gone", "0000:FF:00.0", 0, 9, 0);
            assertThat(nvml.read(gone).memoryUsed()).isEmpty();
        }
        assertThat(Nvml.open(in(folder.resolve("none")))).isEmpty();
    }

    private static void says(Presence presence, DriverFiles files, String problem) {
        NvidiaDriver driver = NvidiaDriver.look(files);
        assertThat(driver.problem()).contains(problem);
        assertThat(driver.presence()).isEqualTo(presence);
        assertThat(driver.description()).isEqualTo(problem);
    }

    private DriverFiles files() {
        return in(folder);
    }

    private static DriverFiles in(Path folder) {
        return new DriverFiles(List.of(folder), false, List.of(), Optional.empty());
    }

    private DriverFiles files(Optional<String> visible, Path... nodes) {
        return new DriverFiles(List.of(folder), false, List.of(nodes), visible);
    }
}
