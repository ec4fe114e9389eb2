package org.virnuc.models.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.DeviceException;
import org.virnuc.models.Precision;
import org.virnuc.models.nvidia.NvidiaDriver;
import org.virnuc.models.nvidia.NvidiaDriver.Presence;
import org.virnuc.models.nvidia.NvidiaGpu;

/** Finds the devices that were requested; their names are {@code cpu} and {@code cuda:0}, {@code cuda:1} and so on. */
public final class Devices {
    public static final String CPU = "cpu";

    private static final String SETUP = "run \"virnuc setup-gpu\"";
    private static final int FIRST_WITH_BFLOAT16 = 8;

    private Devices() {}

    /**
     * The devices of a choice; starts no engine.
     *
     * @param cacheDir VirNuc's cache, where a libtorch for GPUs may be
     * @throws DeviceException if a requested device is missing, or nothing is installed that can compute on it
     */
    public static List<String> resolve(DeviceChoice choice, Path cacheDir) {
        return select(choice, cacheDir).names();
    }

    static DeviceSelection select(DeviceChoice choice, Path cacheDir) {
        return select(choice, NvidiaDriver::system, () -> Libtorch.servesGpus(System.getenv(), cacheDir));
    }

    /**
     * The devices of a choice on a machine with this driver.
     *
     * @param served whether a libtorch with CUDA is there
     */
    static DeviceSelection select(DeviceChoice choice, Supplier<NvidiaDriver> driver, BooleanSupplier served) {
        return switch (choice.kind()) {
            case CPU -> new DeviceSelection(List.of(CPU), "asked for", Optional.empty());
            case AUTO -> auto(driver.get(), served);
            case CUDA -> {
                NvidiaDriver found = driver.get();
                List<String> names = cuda(choice.gpus(), found);
                if (!served.getAsBoolean()) {
                    throw new DeviceException(wanted(choice.gpus()) + ", and the driver has " + found.description()
                            + ", but no libtorch with CUDA is installed; " + SETUP + ", or choose `device` cpu");
                }
                yield new DeviceSelection(names, "asked for; " + found.description(), Optional.empty());
            }
        };
    }

    private static DeviceSelection auto(NvidiaDriver driver, BooleanSupplier served) {
        if (driver.presence() == Presence.WORKS) {
            return served.getAsBoolean()
                    ? new DeviceSelection(names(driver), driver.description(), Optional.empty())
                    : cpu(driver.description() + " cannot be used: no libtorch with CUDA is installed; " + SETUP, true);
        }
        return cpu(driver.problem().orElse("there is no GPU"), driver.presence() == Presence.BROKEN);
    }

    private static DeviceSelection cpu(String reason, boolean warned) {
        return new DeviceSelection(List.of(CPU), reason, warned ? Optional.of(reason) : Optional.empty());
    }

    /**
     * Checks that these devices exist on this machine; starts no engine.
     *
     * @throws DeviceException if one is missing
     */
    static void requireAll(List<String> devices) {
        List<Integer> gpus = devices.stream()
                .filter(device -> !device.equals(CPU))
                .map(Devices::number)
                .toList();
        if (!gpus.isEmpty()) {
            cuda(gpus, NvidiaDriver.system());
        }
    }

    /**
     * Resolves a precision for a device.
     *
     * @param cpu supplies the speed of this CPU; called only if the result depends on it
     * @throws DeviceException if the device cannot compute in the requested precision
     */
    static Precision precision(Precision choice, String device, Supplier<CpuSpeed> cpu) {
        boolean onCpu = device.equals(CPU);
        if (choice == Precision.AUTO) {
            if (onCpu) {
                return cpu.get().best();
            }
            return gpu(device).major() >= FIRST_WITH_BFLOAT16 ? Precision.BF16 : Precision.FP16;
        }
        if (onCpu && choice == Precision.FP16) {
            throw new DeviceException(
                    "fp16 was asked for, but CPUs compute in fp32 or bf16; choose `precision` auto, fp32 or bf16");
        }
        if (choice == Precision.INT8 && !(onCpu && CpuFeatures.hasOneDnn())) {
            throw new DeviceException("int8 was asked for, but only x86-64 CPUs compute in it, and this run is on "
                    + device + "; choose `precision` auto, or `device` cpu on such a machine");
        }
        if (choice == Precision.INT8 && cpu.get().int8() == Int8Products.NONE) {
            throw new DeviceException(
                    "int8 was asked for, but oneDNN does not compute in it on this CPU; choose `precision` auto");
        }
        return choice;
    }

    static List<String> cuda(List<Integer> wanted, NvidiaDriver driver) {
        if (driver.presence() != Presence.WORKS) {
            throw new DeviceException(wanted(wanted) + ", but "
                    + driver.problem().orElse("there is no GPU") + "; or choose `device` cpu");
        }
        int found = driver.gpus().size();
        for (int gpu : wanted) {
            if (gpu >= found) {
                throw new DeviceException("GPU " + gpu + " was asked for, but only "
                        + (found == 1 ? "GPU 0 was found" : "GPUs 0 to " + (found - 1) + " were found")
                        + "; \"virnuc doctor\" lists them");
            }
        }
        return wanted.isEmpty()
                ? names(driver)
                : wanted.stream().map(Devices::name).toList();
    }

    private static String wanted(List<Integer> gpus) {
        return gpus.isEmpty() ? "CUDA was asked for" : "GPU " + gpus.get(0) + " was asked for";
    }

    /** What the driver says of a device that is there. */
    static NvidiaGpu gpu(String device) {
        return NvidiaDriver.system().gpus().get(number(device));
    }

    /** The number of a GPU, such as 1 for {@code cuda:1}. */
    static int number(String gpu) {
        return Integer.parseInt(gpu.substring(gpu.indexOf(':') + 1));
    }

    private static List<String> names(NvidiaDriver driver) {
        return driver.gpus().stream().map(gpu -> name(gpu.number())).toList();
    }

    private static String name(int gpu) {
        return "cuda:" + gpu;
    }
}
