package org.virnuc.models.nvidia;

import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.Optional;
import org.virnuc.models.DeviceException;
import org.virnuc.models.nvidia.DriverCalls.FailedException;
import org.virnuc.models.nvidia.DriverFiles.Library;

/**
 * What the NVIDIA driver of this machine says. Asked once per process; without a driver nothing is loaded.
 *
 * @param presence whether there is a driver, and whether it works
 * @param version its version, such as {@code 570.86.15}; empty if it does not say
 * @param cuda the newest CUDA that it supports, such as {@code 12.8}; empty if it does not work
 * @param gpus what may be computed on
 * @param problem what is missing and what mends it; empty if there is a GPU to compute on
 */
public record NvidiaDriver(
        Presence presence, String version, String cuda, List<NvidiaGpu> gpus, Optional<String> problem) {

    /** Whether there is a driver, and whether it works. */
    public enum Presence {
        /** No driver. */
        NONE,
        /** A driver that finds no GPU. */
        NO_GPU,
        /** A driver, or a part of one, that does not work. */
        BROKEN,
        /** A driver with GPUs. */
        WORKS
    }

    /** The oldest CUDA of a driver on which a libtorch for CUDA 12 computes. */
    private static final int OLDEST_CUDA = 12_000;

    private static final int NO_DEVICE = 100;

    public NvidiaDriver {
        gpus = List.copyOf(gpus);
    }

    /** The driver of this machine. */
    public static NvidiaDriver system() {
        return Here.DRIVER;
    }

    /** Asked on first use: starting the driver takes some tenths of a second. */
    private static final class Here {
        static final NvidiaDriver DRIVER = look(DriverFiles.system(System.getenv()));
    }

    /** How many GPUs there are, what they are, and the driver's versions, for people. */
    public String description() {
        if (presence != Presence.WORKS) {
            return problem.orElse("");
        }
        return (gpus.size() == 1 ? "1 GPU" : gpus.size() + " GPUs") + " ("
                + String.join(
                        ", ", gpus.stream().map(NvidiaGpu::name).distinct().toList()) + "), "
                + versions();
    }

    /** The driver's version and that of CUDA, for people. */
    public String versions() {
        return "driver " + (version.isEmpty() ? "of unknown version" : version)
                + (cuda.isEmpty() ? "" : " for CUDA " + cuda);
    }

    /**
     * Bytes of a GPU that no process holds.
     *
     * @throws DeviceException if the driver does not say
     */
    public static long freeBytes(int gpu) {
        return freeBytes(DriverFiles.system(System.getenv()), gpu);
    }

    static long freeBytes(DriverFiles files, int gpu) {
        try {
            NativeLibrary library = files.open(Library.CUDA)
                    .orElseThrow(() -> new DeviceException("cuda:" + gpu + " is gone, and its driver with it"));
            return CudaDriver.start(library).freeBytes(gpu);
        } catch (FailedException e) {
            throw new DeviceException(
                    "the driver does not say how much memory cuda:" + gpu + " has: " + e.getMessage(), e);
        }
    }

    static NvidiaDriver look(DriverFiles files) {
        if (!files.present()) {
            return new NvidiaDriver(
                    Presence.NONE,
                    "",
                    "",
                    List.of(),
                    Optional.of("the NVIDIA driver is missing (there is no " + Library.CUDA.file()
                            + "); install it, or give the container its GPUs, as docker run --gpus all does"));
        }
        Optional<NativeLibrary> library = files.open(Library.CUDA);
        try (Nvml nvml = Nvml.open(files).orElse(null)) {
            String version = nvml == null ? "" : nvml.driverVersion().orElse("");
            if (library.isEmpty()) {
                return broken(
                        version,
                        "the NVIDIA driver is missing: its kernel module is loaded, but " + Library.CUDA.file()
                                + " cannot be found; install the driver's libraries of the same version, or start the"
                                + " container as docker run --gpus all does");
            }
            return started(library.get(), version, files, nvml != null && nvml.anyDivided());
        }
    }

    private static NvidiaDriver started(NativeLibrary library, String version, DriverFiles files, boolean divided) {
        try {
            CudaDriver driver = CudaDriver.start(library);
            int cuda = driver.version();
            String words = cuda / 1000 + "." + cuda % 1000 / 10;
            List<NvidiaGpu> gpus = driver.gpus();
            if (gpus.isEmpty()) {
                return new NvidiaDriver(Presence.NO_GPU, version, words, gpus, Optional.of(noGpu(files, divided)));
            }
            if (cuda < OLDEST_CUDA) {
                return new NvidiaDriver(
                        Presence.BROKEN,
                        version,
                        words,
                        gpus,
                        Optional.of("the NVIDIA driver is too old: it supports CUDA " + words
                                + ", and 12.0 is needed; install a driver of version 525 or newer"));
            }
            return new NvidiaDriver(Presence.WORKS, version, words, gpus, Optional.empty());
        } catch (FailedException e) {
            return e.code() == NO_DEVICE
                    ? new NvidiaDriver(Presence.NO_GPU, version, "", List.of(), Optional.of(noGpu(files, divided)))
                    : broken(version, "the NVIDIA driver does not work: " + e.getMessage() + "; " + mend(e.code()));
        }
    }

    private static NvidiaDriver broken(String version, String problem) {
        return new NvidiaDriver(Presence.BROKEN, version, "", List.of(), Optional.of(problem));
    }

    private static String noGpu(DriverFiles files, boolean divided) {
        String found = "the NVIDIA driver finds no GPU";
        if (files.visible().isPresent()) {
            return found + " among CUDA_VISIBLE_DEVICES=" + files.visible().get()
                    + "; unset it, or name one that is there";
        }
        if (divided) {
            return found
                    + ": MIG divides it, and it has no part to compute on; make one, as nvidia-smi mig -cgi 0 -C does";
        }
        return found
                + (files.hasNodes()
                        ? "; ask nvidia-smi why"
                        : " (there is no /dev/nvidiactl); in a container, start it as docker run --gpus all does");
    }

    /** What helps against the failures that new machines have. */
    private static String mend(int code) {
        return switch (code) {
            case 802 -> "the GPUs are still being set up: start nvidia-fabricmanager, and try again";
            case 803 -> "its libraries and its kernel module are of different versions: restart the machine";
            case 804 -> "CUDA's compatibility libraries do not serve this GPU: take them out of LD_LIBRARY_PATH";
            case 999 -> "load its kernel modules, as nvidia-modprobe -u does, or restart the machine";
            default -> "run nvidia-smi, and install the driver again if that fails, too";
        };
    }
}
