package org.virnuc.models.engine;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.virnuc.files.PublicApi;
import org.virnuc.models.DeviceException;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.GraphTarget.BackEnd;

/**
 * How encoders compute: a user's options resolved once for a machine. It contains everything besides weights and
 * sequences that can change a digit of a vector. A profile carried to another machine of the same kind therefore gives
 * the same vectors there, whatever that machine would have measured. A machine of another kind refuses it.
 *
 * @param machine the kind of machine that the profile was resolved on
 * @param devices {@code cpu}, or GPUs such as {@code cuda:0}
 * @param precision never {@code AUTO}
 * @param target what encoder graphs are generated for; in int8, its type applies to everything that is not a matrix
 *     product
 * @param lanes batches computed concurrently on a CPU
 * @param threads CPU threads of all lanes together
 * @param batchTokens limit of tokens per batch, padding included; 0 chooses by device
 * @param reasons why devices, precision and lanes were chosen
 */
@PublicApi
public record ExecutionProfile(
        String machine,
        List<String> devices,
        Precision precision,
        GraphTarget target,
        CpuLanes lanes,
        int threads,
        int batchTokens,
        Reasons reasons)
        implements Serializable {

    public ExecutionProfile {
        devices = List.copyOf(devices);
        if (devices.isEmpty() || precision == Precision.AUTO || threads < 1) {
            throw new IllegalArgumentException("a profile of devices " + devices + ", precision " + precision.word()
                    + " and " + threads + " threads is not resolved");
        }
    }

    /**
     * The reasons in words, for people.
     *
     * @param unused why a GPU of the machine is not used although nobody has forbidden it; empty if none is left out
     */
    public record Reasons(String device, String unused, String precision, String lanes) implements Serializable {}

    /**
     * Resolves options on this machine. The engine is started only if a CPU has to be measured: something depends on
     * its speed, and the speed is not in the cache.
     *
     * @param plain whether to do without VirNuc's optimizations: the plain back end, one lane
     * @param cacheDir VirNuc's cache, where the CPU's speed is kept
     * @throws DeviceException if a device is missing, or cannot compute in the precision
     */
    public static ExecutionProfile resolve(EncoderOptions options, boolean plain, Path cacheDir) {
        DeviceSelection selected = Devices.select(options.device(), cacheDir);
        List<String> devices = selected.names();
        boolean onCpu = devices.get(0).equals(Devices.CPU);
        Precision precision = Devices.precision(options.precision(), devices.get(0), () -> CpuProbe.speed(cacheDir));
        ElementType type = type(precision, cacheDir);
        int threads =
                options.threads() > 0 ? options.threads() : Runtime.getRuntime().availableProcessors();
        CpuLanes lanes = lanes(options, onCpu && !plain, cacheDir);
        Reasons reasons = new Reasons(
                selected.reason(),
                selected.unused().orElse(""),
                precisionReason(options.precision(), onCpu, cacheDir),
                onCpu ? lanesReason(lanes, threads, options.threads() > 0) : "one a GPU");
        GraphTarget target = new GraphTarget(type, backEnd(precision, onCpu && !plain, cacheDir));
        return new ExecutionProfile(
                MachineKind.here(devices), devices, precision, target, lanes, threads, options.batchTokens(), reasons);
    }

    /**
     * Checks that this machine computes as the profile says.
     *
     * @throws DeviceException if a device is missing, or the profile was resolved on another kind of machine
     */
    public void requireThisMachine() {
        Devices.requireAll(devices);
        String here = MachineKind.here(devices);
        if (!machine.equals(here)) {
            throw new DeviceException("the profile was resolved on " + machine + ", and this machine is " + here
                    + ", where the last digits of scores may differ; resolve the profile on this kind of machine");
        }
    }

    /**
     * Returns this profile for a machine with more or fewer cores, if that changes no digit: each batch is computed by one
     * thread on a CPU. Otherwise returns this profile.
     *
     * @param cores CPU threads to use
     */
    public ExecutionProfile onCores(int cores) {
        boolean shared = !onCpu() || threads > lanes.small() || threads > lanes.large();
        if (shared || cores < 1) {
            return this;
        }
        int each = Math.min(cores, LaneProbe.MOST_LANES);
        return new ExecutionProfile(
                machine,
                devices,
                precision,
                target,
                new CpuLanes(each, each),
                each,
                batchTokens,
                new Reasons(
                        reasons.device(),
                        reasons.unused(),
                        reasons.precision(),
                        arrangement(each, each) + " (cores of this machine)"));
    }

    /** Whether encoders run on the CPU. */
    public boolean onCpu() {
        return devices.get(0).equals(Devices.CPU);
    }

    /** The names of the devices, comma-separated. */
    public String deviceNames() {
        return String.join(",", devices);
    }

    /**
     * The rounding that vectors have: the precision. In int8, also the element type of everything that is not a matrix
     * product, as in {@code bf16-int8}, and whether weights have 7 bits, as in {@code fp32-int8-reduced}; measurements of
     * the CPU decide both.
     */
    public String rounding() {
        return precision == Precision.INT8 ? target.name() : precision.word();
    }

    /** Number of batches computed concurrently on each device. */
    int lanes(int dimension) {
        return onCpu() ? lanes.of(dimension) : 1;
    }

    /**
     * Number of threads that share each operator of an encoder on the CPU. With more than one, the last digits of
     * vectors may differ.
     *
     * @param dimension the length of the encoder's vectors
     */
    public int operatorThreads(int dimension) {
        return onCpu() ? threads / lanes(dimension) : 1;
    }

    /** How encoders compute and why, in words, by snake_case name. */
    public Map<String, String> choices() {
        return Map.of(
                "device_reason", deviceNames() + ": " + reasons.device(),
                "precision_reason", precision.word() + ": " + reasons.precision(),
                "compute_lanes", reasons.lanes());
    }

    /** In int8, everything but the linear layers uses the type that this CPU is fast at. */
    private static ElementType type(Precision precision, Path cacheDir) {
        return switch (precision) {
            case BF16 -> ElementType.BF16;
            case FP16 -> ElementType.F16;
            case INT8 -> type(CpuProbe.speed(cacheDir).best(), cacheDir);
            default -> ElementType.F32;
        };
    }

    /** The fastest back end that computes right here; oneDNN computes in bf16 on CPUs with AVX-512 only. */
    private static BackEnd backEnd(Precision precision, boolean fastCpu, Path cacheDir) {
        if (precision == Precision.INT8) {
            return CpuProbe.speed(cacheDir).int8().backEnd();
        }
        boolean oneDnn = fastCpu
                && CpuFeatures.hasOneDnn()
                && (precision != Precision.BF16 || CpuProbe.speed(cacheDir).bf16() > 0);
        return oneDnn ? BackEnd.ONEDNN : BackEnd.PLAIN;
    }

    /**
     * The measured lanes. If the user sets the number of threads, every thread is a lane, so that nothing depends on a
     * measurement.
     */
    private static CpuLanes lanes(EncoderOptions options, boolean several, Path cacheDir) {
        if (!several) {
            return new CpuLanes(1, 1);
        }
        int asked = Math.min(options.threads(), LaneProbe.MOST_LANES);
        return asked > 0 ? new CpuLanes(asked, asked) : CpuProbe.speed(cacheDir).lanes();
    }

    private static String precisionReason(Precision asked, boolean onCpu, Path cacheDir) {
        if (asked == Precision.AUTO) {
            return onCpu ? CpuProbe.speed(cacheDir).reason() : "what this GPU is built for";
        }
        boolean rounded = asked == Precision.BF16 || asked == Precision.INT8;
        return "asked for" + (onCpu && rounded ? CpuProbe.speed(cacheDir).caution(asked) : "");
    }

    private static String lanesReason(CpuLanes lanes, int threads, boolean asked) {
        String why = " (" + (asked ? "asked for" : "measured, of cores that may be used") + ": " + threads + ")";
        String narrow = arrangement(lanes.small(), threads);
        return lanes.small() == lanes.large()
                ? narrow + why
                : narrow + ", for models of " + CpuLanes.WIDE + " or wider " + arrangement(lanes.large(), threads)
                        + why;
    }

    private static String arrangement(int lanes, int threads) {
        int each = threads / lanes;
        return lanes + " of " + each + (each == 1 ? " thread" : " threads") + " each";
    }
}
