package org.virnuc.models.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this machine's CPU can do beyond its architecture. */
final class CpuFeatures {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private CpuFeatures() {}

    /** Whether bf16 is faster than fp32 here: AVX512-BF16 or AMX. Only Linux tells; elsewhere the answer is no. */
    static boolean hasFastBfloat16() {
        return hasFastBfloat16(CPUINFO);
    }

    static boolean hasFastBfloat16(Path cpuinfo) {
        List<String> lines;
        try {
            lines = Files.isReadable(cpuinfo) ? Files.readAllLines(cpuinfo) : List.of();
        } catch (IOException e) {
            return false;
        }
        return lines.stream()
                .filter(line -> line.startsWith("flags"))
                .map(line -> List.of(line.split("\\s+")))
                .anyMatch(flags -> flags.contains("avx512_bf16") || flags.contains("amx_bf16"));
    }

    /** Whether linear layers run on oneDNN with reordered weights here: libtorch is built so for x86-64, except on macOS. */
    static boolean hasOneDnn() {
        String architecture = System.getProperty("os.arch", "");
        return (architecture.equals("amd64") || architecture.equals("x86_64"))
                && !System.getProperty("os.name", "").startsWith("Mac");
    }
}
