package org.virnuc.models.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Reason;
import org.virnuc.models.DeviceException;
import org.virnuc.models.ModelException;
import org.virnuc.models.engine.GpuLibtorch;
import org.virnuc.models.hub.PackageIndex;
import org.virnuc.models.hub.PullListener;
import org.virnuc.models.nvidia.NvidiaDriver;
import org.virnuc.models.nvidia.NvidiaGpu;

/**
 * Sets up a libtorch with CUDA in the cache: gets the wheels of PyTorch and of NVIDIA's libraries, checks their hashes and
 * keeps the libraries. What an interrupted setup has finished is not done again. No Python is needed, then or later.
 */
public final class GpuSetup {
    /** What the libraries in the wheels have kernels for. */
    private static final int OLDEST = 5;

    private static final int NEWEST = 9;

    private final GpuLibtorch libtorch;
    private final Path lock;
    private final Path downloads;
    private final List<Wheel> wheels;

    private GpuSetup(Path cacheDir, List<Wheel> wheels) {
        this.libtorch = GpuLibtorch.in(cacheDir);
        this.lock = cacheDir.resolve("gpu").resolve("setup.lock");
        this.downloads = cacheDir.resolve("gpu").resolve("downloads");
        this.wheels = wheels;
    }

    /** The setup of a cache. */
    public static GpuSetup in(Path cacheDir) {
        return new GpuSetup(cacheDir, Wheel.all());
    }

    static GpuSetup of(Path cacheDir, List<Wheel> wheels) {
        return new GpuSetup(cacheDir, wheels);
    }

    /**
     * What is left to do.
     *
     * @param wheels number of files
     * @param bytes their bytes, as far as they are not there yet
     * @param diskBytes most bytes that the disk needs meanwhile
     * @param freeBytes bytes that are free
     */
    public record Left(int wheels, long bytes, long diskBytes, long freeBytes) {}

    /** Where it is set up. */
    public Path home() {
        return libtorch.home();
    }

    /** Why this machine could not use it; empty if it could. */
    public static Optional<String> refusal(NvidiaDriver driver) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64")) {
            return Optional.of("the libraries are for Linux on x86-64, and this machine is " + system
                    + "; set PYTORCH_LIBRARY_PATH to the lib folder of a libtorch with CUDA that was made for it");
        }
        if (driver.problem().isPresent()) {
            return driver.problem();
        }
        return driver.gpus().stream()
                .filter(gpu -> gpu.major() < OLDEST || gpu.major() > NEWEST)
                .findFirst()
                .map(GpuSetup::unserved);
    }

    private static String unserved(NvidiaGpu gpu) {
        return "cuda:" + gpu.number() + " (" + gpu.name() + ") has compute capability " + gpu.capability()
                + ", and the libraries serve " + OLDEST + ".0 to " + NEWEST
                + ".0; set PYTORCH_LIBRARY_PATH to the lib folder of a libtorch 2.7.1 for CUDA 12.8";
    }

    /**
     * What is left to do.
     *
     * @param fetched whether files have to be fetched, and are not in a folder
     */
    public Left left(boolean fetched) {
        return left(fetched, missing());
    }

    private List<Wheel> missing() {
        return wheels.stream().filter(wheel -> !wheel.isIn(libtorch)).toList();
    }

    private Left left(boolean fetched, List<Wheel> missing) {
        long bytes = 0;
        long unpacked = 0;
        long largest = 0;
        for (Wheel wheel : missing) {
            long more = fetched ? wheel.file().size() : 0;
            bytes += more;
            unpacked += wheel.unpackedBytes();
            largest = Math.max(largest, more);
        }
        try {
            Files.createDirectories(home());
            return new Left(
                    missing.size(),
                    bytes,
                    unpacked + largest,
                    Files.getFileStore(home()).getUsableSpace());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Does what is left.
     *
     * @throws DeviceException if a file cannot be got, is not the one meant, or the disk has no room
     */
    public void run(PackageIndex index, PullListener listener) throws InterruptedException {
        List<Wheel> missing = missing();
        Left left = left(index.isRemote(), missing);
        if (left.diskBytes() > left.freeBytes()) {
            throw new DeviceException("the libraries need " + (left.diskBytes() >> 20) + " MiB, but only "
                    + (left.freeBytes() >> 20) + " MiB are free at " + home()
                    + "; free some space, or set VIRNUC_CACHE to a folder on a larger disk");
        }
        try {
            PackageIndex.alone(lock, listener, () -> {
                for (Wheel wheel : missing) {
                    if (!wheel.isIn(libtorch)) { // another process may have got it meanwhile
                        libtorch.incomplete();
                        add(wheel, index, listener);
                    }
                }
                AtomicFile.write(libtorch.mark(), "libtorch 2.7.1 with CUDA, from wheels\n");
                Files.deleteIfExists(downloads);
            });
        } catch (ModelException e) {
            throw new DeviceException("libtorch with CUDA is not set up yet: " + e.getMessage(), e);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void add(Wheel wheel, PackageIndex index, PullListener listener) throws IOException, InterruptedException {
        Path fetched = downloads.resolve(wheel.file().name());
        Path file = index.get(wheel.file(), fetched);
        listener.note(wheel.file().name() + ": unpacking");
        wheel.unpack(file, libtorch);
        if (index.isRemote()) {
            Files.delete(fetched);
        }
    }

    private UncheckedIOException unwritable(IOException cause) {
        return new UncheckedIOException("cannot write to " + home() + ": " + Reason.of(cause), cause);
    }
}
