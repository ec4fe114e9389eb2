package org.virnuc.models;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.virnuc.files.PublicApi;

/**
 * The devices a user asked for. Whether they exist is checked when they are first needed.
 *
 * @param kind CPU, CUDA or automatic
 * @param gpus numbers of the GPUs, each once; empty means all of them
 */
@PublicApi
public record DeviceChoice(Kind kind, List<Integer> gpus) {

    /** Uses CUDA where there is a GPU, and the CPU otherwise. */
    public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, List.of());

    public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, List.of());

    /** The kinds of devices a user can ask for. */
    public enum Kind {
        AUTO,
        CPU,
        CUDA
    }

    public DeviceChoice {
        gpus = List.copyOf(gpus);
        if (!gpus.isEmpty() && kind != Kind.CUDA) {
            throw new IllegalArgumentException("GPUs " + gpus + " need the device cuda, not " + kind);
        }
    }

    /**
     * Parses the two command-line options.
     *
     * @param device {@code auto}, {@code cpu} or {@code cuda}
     * @param gpus comma-separated numbers such as {@code 0,1}, which imply CUDA; empty if the option was not given
     * @throws IllegalArgumentException naming what cannot be parsed
     */
    public static DeviceChoice parse(String device, Optional<String> gpus) {
        List<Integer> numbers = gpus.map(DeviceChoice::numbers).orElse(List.of());
        return switch (device) {
            case "auto" -> numbers.isEmpty() ? AUTO : new DeviceChoice(Kind.CUDA, numbers);
            case "cuda" -> new DeviceChoice(Kind.CUDA, numbers);
            case "cpu" -> {
                if (!numbers.isEmpty()) {
                    throw new IllegalArgumentException(
                            "GPUs " + gpus.orElse("") + " were asked for together with the device cpu");
                }
                yield CPU;
            }
            default ->
                throw new IllegalArgumentException("device " + device + " is unknown; there are auto, cpu, cuda");
        };
    }

    private static List<Integer> numbers(String gpus) {
        String[] parts = gpus.split(",", -1);
        for (String part : parts) {
            if (!part.matches("[0-9]{1,4}")) {
                throw new IllegalArgumentException(
                        "GPUs \"" + gpus + "\" cannot be read; expected numbers with commas between, such as 0,1");
            }
        }
        List<Integer> numbers = Arrays.stream(parts).map(Integer::valueOf).toList();
        if (new HashSet<>(numbers).size() < numbers.size()) {
            throw new IllegalArgumentException("GPUs \"" + gpus + "\" name one GPU twice");
        }
        return numbers;
    }
}
