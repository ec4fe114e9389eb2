package org.virnuc.models.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.virnuc.files.Digests;
import org.virnuc.files.Reason;
import org.virnuc.models.DeviceException;

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

    /**
     * A file that belongs to it.
     *
     * @param sha256 its hash, in lower-case hexadecimal
     * @param size its bytes
     * @param name its path below the home, with slashes
     */
    public record Kept(String sha256, long size, String name) {
        /**
         * Reads a line of a record.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Kept parse(String line) {
            String[] parts = line.split(" ", 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException("no line of a record: " + line);
            }
            return new Kept(parts[0], Long.parseLong(parts[1]), parts[2]);
        }

        /** The line of a record that says this. */
        public String line() {
            return sha256 + " " + size + " " + name;
        }

        /** Whether the file is below a folder with the same content. */
        public boolean isIn(Path folder) {
            Path file = folder.resolve(name);
            try {
                return Files.size(file) == size && Digests.ofFile(file).equals(sha256);
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** The file with a line for everything that was kept of a wheel. */
    public Path recordOf(String wheel) {
        return records().resolve(wheel + ".txt");
    }

    private Path records() {
        return home.resolve("wheels");
    }

    /**
     * Reads every file of it and compares it with the hash that it was set up with: some gigabytes, so some seconds.
     *
     * @throws DeviceException naming a file that is not as it was
     */
    public void check() {
        List<Kept> kept = new ArrayList<>();
        try (Stream<Path> records = Files.list(records())) {
            for (Path file : records.sorted().toList()) {
                Files.readAllLines(file).forEach(line -> kept.add(Kept.parse(line)));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new DeviceException(
                    "cannot read " + records() + ": " + Reason.of(e) + "; run virnuc setup-gpu again", e);
        } catch (IllegalArgumentException e) {
            throw new DeviceException(records() + " is damaged; run virnuc setup-gpu again", e);
        }
        kept.parallelStream().filter(file -> !file.isIn(home)).findFirst().ifPresent(file -> {
            throw new DeviceException(
                    home.resolve(file.name()) + " is missing or not as it was set up; run virnuc setup-gpu again");
        });
        if (kept.isEmpty()) {
            throw new DeviceException(records() + " is empty; run virnuc setup-gpu again");
        }
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
