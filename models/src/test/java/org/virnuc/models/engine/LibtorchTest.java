package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.DeviceException;

/** Which libtorch is loaded, and what DJL is told of it. */
class LibtorchTest {
    private final Path cache;
    private final Path own;

    LibtorchTest(@TempDir Path folder) throws IOException {
        cache = folder.resolve("cache");
        own = Files.createDirectories(folder.resolve("torch").resolve("lib"));
    }

    @Test
    void theOneThatComesWithTheProgramNeedsNoWord() {
        Libtorch bundled = Libtorch.of(Map.of(), cache, false);
        assertThat(bundled).isEqualTo(new Libtorch(Optional.empty(), false));
        assertThat(bundled.settings(Map.of())).isEmpty();
        assertThat(Libtorch.servesGpus(Map.of(), cache)).isFalse();
    }

    @Test
    void aFolderOfTheUsersIsTakenWithTheKindThatTheDeviceNeeds() throws IOException {
        library(own, "torch");
        Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", own.toString());
        assertThat(Libtorch.servesGpus(environment, cache)).isFalse();
        library(own, "torch_cuda");
        assertThat(Libtorch.servesGpus(environment, cache)).isTrue();
        assertThat(Libtorch.of(environment, cache, true).settings(environment))
                .containsOnly(Map.entry("PYTORCH_VERSION", "2.7.1"), Map.entry("PYTORCH_FLAVOR", "cu128"));
        assertThat(Libtorch.of(environment, cache, false).settings(environment))
                .as("a libtorch with CUDA on a CPU")
                .containsEntry("PYTORCH_FLAVOR", "cpu");
        Map<String, String> knowing =
                Map.of("PYTORCH_LIBRARY_PATH", own.toString(), "PYTORCH_FLAVOR", "cu129", "PYTORCH_VERSION", "2.9.0");
        assertThat(Libtorch.of(knowing, cache, true).settings(knowing)).isEmpty();
    }

    @Test
    void whatWasSetUpInTheCacheServesGpusOnly() throws IOException {
        Path lib = Files.createDirectories(cache.resolve("gpu/torch-2.7.1-cuda12/torch/lib"));
        library(lib, "torch");
        library(lib, "torch_cuda");
        assertThat(Libtorch.servesGpus(Map.of(), cache))
                .as("before it is complete")
                .isFalse();
        Files.createFile(GpuLibtorch.in(cache).mark());
        assertThat(Libtorch.servesGpus(Map.of(), cache)).isTrue();
        assertThat(Libtorch.of(Map.of(), cache, true).settings(Map.of()))
                .containsEntry("PYTORCH_LIBRARY_PATH", lib.toAbsolutePath().toString())
                .containsEntry("PYTORCH_FLAVOR", "cu128");
        assertThat(Libtorch.of(Map.of(), cache, false).folder()).isEmpty();
    }

    @Test
    void anotherVersionIsRefusedByWhatItsFolderSays() throws IOException {
        library(own, "torch");
        Files.writeString(
                own.resolveSibling("version.py"), "from typing import Optional\n__version__ = '2.9.0+cu128'\n");
        Map<String, String> environment = Map.of("PYTORCH_LIBRARY_PATH", own.toString());
        assertThatThrownBy(() -> Libtorch.of(environment, cache, false))
                .isInstanceOf(DeviceException.class)
                .hasMessage("the libtorch in " + own + " is version 2.9.0, and this VirNuc needs 2.7.1; set"
                        + " PYTORCH_LIBRARY_PATH to one of that version, or unset it");
        Files.writeString(own.resolveSibling("build-version"), "2.7.1+cu126\n");
        assertThat(Libtorch.of(environment, cache, false).folder()).contains(own);
    }

    @Test
    void aPathWithoutALibtorchIsAnError() {
        assertThatThrownBy(() -> Libtorch.of(Map.of("PYTORCH_LIBRARY_PATH", own.toString()), cache, true))
                .isInstanceOf(DeviceException.class)
                .hasMessage("PYTORCH_LIBRARY_PATH is " + own + ", where there is no " + System.mapLibraryName("torch")
                        + "; set it to the lib folder of an installed libtorch, or unset it");
    }

    @Test
    void aLibtorchThatWantsADriverSaysThatTheDriverIsMissing() {
        Libtorch cuda = new Libtorch(Optional.of(Path.of("lib")), true);
        String loader = "libcuda.so.1: cannot open shared object file: No such file or directory";
        assertThat(NativeEngine.unloadable(cuda, loader))
                .isEqualTo("the NVIDIA driver is missing, which the libtorch at lib, for GPUs, needs (" + loader
                        + "); install it, or unset PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR to compute on the CPU");
        assertThat(NativeEngine.unloadable(cuda, "no space")).startsWith("libtorch cannot be loaded (no space)");
    }

    private static void library(Path folder, String name) throws IOException {
        Files.createFile(folder.resolve(System.mapLibraryName(name)));
    }
}
