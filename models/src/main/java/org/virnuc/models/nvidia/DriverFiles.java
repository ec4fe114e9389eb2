package org.virnuc.models.nvidia;

import com.sun.jna.NativeLibrary;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the libraries of the NVIDIA driver are. Looking for their files costs nothing; a library is opened only where
 * one is found.
 *
 * @param folders where libraries are looked for, the first first
 * @param anywhere whether the system's own search for libraries counts, too
 * @param nodes device files that a loaded kernel driver has
 * @param visible {@code CUDA_VISIBLE_DEVICES}; empty if not set
 */
record DriverFiles(List<Path> folders, boolean anywhere, List<Path> nodes, Optional<String> visible) {
    private static final Logger LOG = LoggerFactory.getLogger(DriverFiles.class);

    /** The folders that distributions, containers and WSL use. */
    private static final List<String> USUAL = List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/usr/local/nvidia/lib64",
            "/usr/local/nvidia/lib",
            "/usr/lib/wsl/lib",
            "/run/opengl-driver/lib");

    private static final List<Path> NODES = List.of(Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"));

    /** The libraries of the driver. */
    enum Library {
        CUDA("libcuda.so.1", "nvcuda.dll"),
        NVML("libnvidia-ml.so.1", "nvml.dll");

        private final String linux;
        private final String windows;

        Library(String linux, String windows) {
            this.linux = linux;
            this.windows = windows;
        }

        /** The file's name on this system. */
        String file() {
            return isWindows() ? windows : linux;
        }
    }

    /** The files of this machine. */
    static DriverFiles system(Map<String, String> environment) {
        List<Path> folders = new ArrayList<>();
        Arrays.stream(environment.getOrDefault("LD_LIBRARY_PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .forEach(folder -> folders.add(Path.of(folder)));
        USUAL.forEach(folder -> folders.add(Path.of(folder)));
        return new DriverFiles(folders, true, NODES, Optional.ofNullable(environment.get("CUDA_VISIBLE_DEVICES")));
    }

    /** Whether a library of the driver, or the kernel's part of it, is there. */
    boolean present() {
        return (anywhere && isWindows())
                || nodes().stream().anyMatch(Files::exists)
                || find(Library.CUDA).isPresent();
    }

    /** Whether the kernel's part of the driver is loaded, whatever libraries there are. */
    boolean hasNodes() {
        return nodes().stream().anyMatch(Files::exists);
    }

    private Optional<Path> find(Library library) {
        return folders().stream()
                .map(folder -> folder.resolve(library.file()))
                .filter(Files::exists)
                .findFirst();
    }

    /** Opens a library; empty if it is not there, or cannot be loaded. */
    Optional<NativeLibrary> open(Library library) {
        Stream<String> found = find(library).map(Path::toString).stream();
        Stream<String> byName = anywhere ? Stream.of(library.file()) : Stream.of();
        for (String name : Stream.concat(found, byName).toList()) {
            try {
                return Optional.of(NativeLibrary.getInstance(name));
            } catch (UnsatisfiedLinkError e) {
                LOG.debug("{} cannot be loaded", name, e);
            }
        }
        return Optional.empty();
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("win");
    }
}
