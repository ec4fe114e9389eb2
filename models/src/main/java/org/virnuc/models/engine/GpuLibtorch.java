package org.virnuc.models.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The libtorch with CUDA that VirNuc has set up in its cache. The folder is there as a whole or not at all.
 *
 * @param home the folder that has libtorch and NVIDIA's libraries, as wheels lay them out
 */
public record GpuLibtorch(Path home) {

    /** The one that belongs into a cache, whether it is there or not. */
    public static GpuLibtorch in(Path cacheDir) {
        return new GpuLibtorch(cacheDir.resolve("gpu").resolve("torch-" + Libtorch.SERVED + "-cuda12"));
    }

    /** Where its libraries are; empty if it has not been set up. */
    public Optional<Path> folder() {
        Path libraries = home.resolve("torch").resolve("lib");
        return Files.isRegularFile(libraries.resolve(System.mapLibraryName("torch_cuda")))
                ? Optional.of(libraries)
                : Optional.empty();
    }
}
