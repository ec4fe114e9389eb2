package org.virnuc.models.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The name and instruction sets of this machine's CPU. */
final class CpuFeatures {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private CpuFeatures() {}

    /**
     * The CPU's name and features as the operating system words them; two CPUs that differ in speed differ in this
     * text.
     */
    static String description() {
        return description(CPUINFO);
    }

    static String description(Path cpuinfo) {
        List<String> lines;
        try {
            lines = Files.isReadable(cpuinfo) ? Files.readAllLines(cpuinfo) : List.of();
        } catch (IOException e) {
            lines = List.of();
        }
        String found = lines.stream()
                .takeWhile(line -> !line.isBlank())
                .filter(line ->
                        line.startsWith("model name") || line.startsWith("flags") || line.startsWith("Features"))
                .map(line -> line.replaceAll("\\s+", " "))
                .collect(Collectors.joining("; "));
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        return System.getProperty("os.arch") + " " + (windows == null ? found : windows);
    }

    /**
     * Whether linear layers run on oneDNN with reordered weights here: libtorch is built with it for x86-64, except on
     * macOS.
     */
    static boolean hasOneDnn() {
        String architecture = System.getProperty("os.arch", "");
        return (architecture.equals("amd64") || architecture.equals("x86_64"))
                && !System.getProperty("os.name", "").startsWith("Mac");
    }
}
