package org.virnuc.models.engine;

import ai.djl.util.cuda.CudaUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.DeviceException;
import org.virnuc.models.Precision;

/** Finds the devices that were requested; their names are {@code cpu} and {@code cuda:0}, {@code cuda:1} and so on. */
public final class Devices {
    public static final String CPU = "cpu";

    private Devices() {}

    /**
     * The devices of a choice; starts no engine.
     *
     * @throws DeviceException if a requested device is missing
     */
    public static List<String> resolve(DeviceChoice choice) {
        return switch (choice.kind()) {
            case CPU -> List.of(CPU);
            case AUTO -> mayHaveCuda() && gpus() > 0 ? names(all(gpus())) : List.of(CPU);
            case CUDA -> cuda(choice.gpus(), mayHaveCuda() ? gpus() : 0);
        };
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
            cuda(gpus, mayHaveCuda() ? gpus() : 0);
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
            return hasTensorCoresForBfloat16(device) ? Precision.BF16 : Precision.FP16;
        }
        if (onCpu && choice == Precision.FP16) {
            throw new DeviceException(
                    "fp16 was asked for, but CPUs compute in fp32 or bf16; choose `precision` auto, fp32 or bf16");
        }
        if (choice == Precision.INT8 && !(onCpu && CpuFeatures.hasOneDnn())) {
            throw new DeviceException("int8 was asked for, but only x86-64 CPUs compute in it, and this run is on "
                    + device + "; choose `precision` auto, or `device` cpu on such a machine");
        }
        return choice;
    }

    static List<String> cuda(List<Integer> wanted, int found) {
        for (int gpu : wanted) {
            if (gpu >= found) {
                throw missing("GPU " + gpu + " was asked for", found);
            }
        }
        if (found == 0) {
            throw missing("CUDA was asked for", found);
        }
        return names(wanted.isEmpty() ? all(found) : wanted);
    }

    private static DeviceException missing(String wanted, int found) {
        String there = found == 0
                ? "no CUDA device was found"
                : found == 1 ? "only GPU 0 was found" : "only GPUs 0 to " + (found - 1) + " were found";
        return new DeviceException(
                wanted + ", but " + there + "; run \"virnuc doctor\", set PYTORCH_LIBRARY_PATH to the lib"
                        + " folder of a libtorch with CUDA, or choose `device` cpu");
    }

    /** Whether a CUDA driver is installed at all; asking CUDA itself is much slower. */
    private static boolean mayHaveCuda() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return system.startsWith("win") || Files.exists(Path.of("/dev/nvidiactl")) || Files.exists(Path.of("/dev/dxg"));
    }

    private static int gpus() {
        return CudaUtils.getGpuCount();
    }

    private static boolean hasTensorCoresForBfloat16(String device) {
        return Integer.parseInt(CudaUtils.getComputeCapability(number(device))) >= 80;
    }

    /** The number of a GPU, such as 1 for {@code cuda:1}. */
    static int number(String gpu) {
        return Integer.parseInt(gpu.substring(gpu.indexOf(':') + 1));
    }

    private static List<Integer> all(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<String> names(List<Integer> gpus) {
        return gpus.stream().map(gpu -> "cuda:" + gpu).toList();
    }
}
