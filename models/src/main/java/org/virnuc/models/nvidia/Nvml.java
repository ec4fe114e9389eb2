package org.virnuc.models.nvidia;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.virnuc.models.nvidia.DriverCalls.FailedException;
import org.virnuc.models.nvidia.DriverFiles.Library;

/**
 * NVML, by which the driver tells how its devices fare. It needs no rights, no other process and no CUDA, and a question
 * takes some microseconds. What a device cannot tell is empty.
 */
public final class Nvml implements AutoCloseable {
    private static final int TEXT = 96;
    private static final int CORE_TEMPERATURE = 0;
    private static final double THOUSAND = 1e3;

    /** Why clocks are held down: heat, power and the external brake; not idleness, and not clocks that a user has set. */
    private static final long SLOWED = 0x4 | 0x8 | 0x20 | 0x40 | 0x80;

    private final DriverCalls driver;

    private Nvml(DriverCalls driver) {
        this.driver = driver;
    }

    /** NVML of this machine; empty if there is none. */
    public static Optional<Nvml> open() {
        return open(DriverFiles.system(System.getenv()));
    }

    /** NVML of a folder, such as one in which a test has made it. */
    public static Optional<Nvml> in(Path folder) {
        return open(new DriverFiles(List.of(folder), false, List.of(), Optional.empty()), true);
    }

    static Optional<Nvml> open(DriverFiles files) {
        return open(files, files.present());
    }

    private static Optional<Nvml> open(DriverFiles files, boolean present) {
        if (!present) {
            return Optional.empty();
        }
        return files.open(Library.NVML).flatMap(library -> {
            Nvml opened = new Nvml(new DriverCalls(library));
            return opened.asked(() -> opened.driver.call("nvmlInit_v2")).map(done -> opened);
        });
    }

    /** Version of the driver, such as {@code 570.86.15}. */
    public Optional<String> driverVersion() {
        byte[] text = new byte[TEXT];
        return asked(() -> driver.call("nvmlSystemGetDriverVersion", text, TEXT))
                .map(done -> DriverCalls.text(text));
    }

    /** Number of the driver's GPUs, also of those that {@code CUDA_VISIBLE_DEVICES} hides. */
    public int count() {
        IntByReference count = new IntByReference();
        return asked(() -> driver.call("nvmlDeviceGetCount_v2", count))
                .map(done -> count.getValue())
                .orElse(0);
    }

    /** Whether any GPU is divided by MIG. */
    public boolean anyDivided() {
        for (int i = 0; i < count(); i++) {
            PointerByReference handle = new PointerByReference();
            IntByReference mode = new IntByReference();
            int index = i;
            if (asked(() -> driver.call("nvmlDeviceGetHandleByIndex_v2", index, handle))
                    .flatMap(done -> asked(
                            () -> driver.call("nvmlDeviceGetMigMode", handle.getValue(), mode, new IntByReference())))
                    .map(done -> mode.getValue() == 1)
                    .orElse(false)) {
                return true;
            }
        }
        return false;
    }

    /**
     * How a GPU fares now.
     *
     * @param utilization share of the last moment in which it computed anything, 0 to 1
     * @param memoryUsed bytes that are in use, by any process
     * @param watts power
     * @param joules energy since the driver was loaded
     * @param celsius temperature of its core
     * @param slowed whether heat or power hold its clocks down
     */
    public record Reading(
            OptionalDouble utilization,
            OptionalLong memoryUsed,
            OptionalDouble watts,
            OptionalDouble joules,
            OptionalDouble celsius,
            Optional<Boolean> slowed) {}

    /** Reads a GPU; of a part of a divided GPU, the whole of it. */
    public Reading read(NvidiaGpu gpu) {
        PointerByReference handle = new PointerByReference();
        byte[] bus = (gpu.bus() + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        if (asked(() -> driver.call("nvmlDeviceGetHandleByPciBusId_v2", bus, handle))
                .isEmpty()) {
            return new Reading(
                    OptionalDouble.empty(),
                    OptionalLong.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Optional.empty());
        }
        Pointer device = handle.getValue();
        long[] memory = new long[3];
        int[] rates = new int[2];
        return new Reading(
                number(asked(() -> driver.call("nvmlDeviceGetUtilizationRates", device, rates))
                        .map(done -> rates[0] / 100.0)),
                asked(() -> driver.call("nvmlDeviceGetMemoryInfo", device, memory))
                                .isPresent()
                        ? OptionalLong.of(memory[2])
                        : OptionalLong.empty(),
                number(integer("nvmlDeviceGetPowerUsage", device).map(milliwatts -> milliwatts / THOUSAND)),
                number(large("nvmlDeviceGetTotalEnergyConsumption", device).map(millijoules -> millijoules / THOUSAND)),
                number(temperature(device)),
                large("nvmlDeviceGetCurrentClocksThrottleReasons", device).map(reasons -> (reasons & SLOWED) != 0));
    }

    private Optional<Double> temperature(Pointer device) {
        IntByReference value = new IntByReference();
        return asked(() -> driver.call("nvmlDeviceGetTemperature", device, CORE_TEMPERATURE, value))
                .map(done -> (double) value.getValue());
    }

    private Optional<Integer> integer(String function, Pointer device) {
        IntByReference value = new IntByReference();
        return asked(() -> driver.call(function, device, value)).map(done -> value.getValue());
    }

    private Optional<Long> large(String function, Pointer device) {
        LongByReference value = new LongByReference();
        return asked(() -> driver.call(function, device, value)).map(done -> value.getValue());
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    private interface Question {
        void ask() throws FailedException;
    }

    /** Present if the question was answered. */
    private Optional<Boolean> asked(Question question) {
        try {
            question.ask();
            return Optional.of(true);
        } catch (FailedException e) {
            return Optional.empty(); // a device that does not know it: many do not know their energy
        }
    }

    @Override
    public void close() {
        asked(() -> driver.call("nvmlShutdown"));
    }
}
