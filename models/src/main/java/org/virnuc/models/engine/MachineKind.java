package org.virnuc.models.engine;

import ai.djl.util.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kind of a machine, in words: everything about hardware and libtorch that decides which kernels compute, and
 * therefore the last digits of a vector. Machines of one kind may differ in speed, memory and number of cores.
 */
final class MachineKind {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** Instruction sets by which libtorch and oneDNN choose kernels, in the names of Linux. */
    private static final List<String> INSTRUCTION_SETS = List.of(
            "avx2",
            "avx_vnni",
            "avx512f",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "amx_bf16",
            "amx_int8",
            "asimd",
            "bf16",
            "i8mm",
            "sve",
            "sve2");

    private MachineKind() {}

    /** The kind of this machine, as far as it matters to these devices. */
    static String here(List<String> devices) {
        String gpu = devices.stream()
                .filter(device -> !device.equals(Devices.CPU))
                .map(device -> " sm_" + capability(device))
                .distinct()
                .collect(Collectors.joining());
        return Cpu.KIND + gpu;
    }

    private static String capability(String device) {
        return Devices.gpu(device).capability().replace(".", "");
    }

    /** Read once, because a process stays on its machine. */
    private static final class Cpu {
        static final String KIND =
                cpu(CPUINFO) + " libtorch " + Platform.detectPlatform("pytorch").getVersion();
    }

    static String cpu(Path cpuinfo) {
        String system = System.getProperty("os.name", "").split(" ", 2)[0].toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>(List.of(system, System.getProperty("os.arch", "")));
        List<String> lines = firstProcessor(cpuinfo);
        words.addAll(values(lines, "vendor_id"));
        words.addAll(values(lines, "CPU implementer"));
        Set<String> flags = Stream.of("flags", "Features")
                .flatMap(name -> values(lines, name).stream())
                .collect(Collectors.toSet());
        INSTRUCTION_SETS.stream().filter(flags::contains).forEach(words::add);
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        if (windows != null) {
            words.add(windows);
        }
        return String.join(" ", words);
    }

    private static List<String> firstProcessor(Path cpuinfo) {
        if (!Files.isReadable(cpuinfo)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            return lines.takeWhile(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The words after the colon of the line with this name. */
    private static List<String> values(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name) && line.indexOf(':') > 0)
                .flatMap(line ->
                        Stream.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
