package org.virnuc.models.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The libtorch with CUDA that VirNuc sets up in its cache. It counts once a mark says that it is complete.
 *
 * @param home the folder that has libtorch and NVIDIA's libraries, as wheels lay them out
 */
public record GpuLibtorch(Path home) {

    /** The one that belongs into a cache, whether it is there or not. */
    public static GpuLibtorch in(Path cacheDir) {
        return new GpuLibtorch(cacheDir.resolve("gpu").resolve("torch-" + Libtorch.SERVED + "-cuda12"));
    }

    /** The file that says that it is complete. */
    public Path mark() {
        return home.resolve("complete.txt");
    }

    /** Takes the mark away. */
    public void incomplete() throws IOException {
        Files.deleteIfExists(mark());
    }

    /** Where its libraries are; empty if it has not been set up. */
    public Optional<Path> folder() {
        Path libraries = home.resolve("torch").resolve("lib");
        return Files.isRegularFile(mark())
                        && Files.isRegularFile(libraries.resolve(System.mapLibraryName("torch_cuda")))
                ? Optional.of(libraries)
                : Optional.empty();
    }
}
