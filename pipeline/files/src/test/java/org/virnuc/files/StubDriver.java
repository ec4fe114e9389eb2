package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/**
 * Libraries that stand for those of an NVIDIA driver, compiled when a test needs them. Everything up to the first kernel can be tested
 * with them on any machine that has a C compiler; without one such tests are skipped and say so.
 */
public final class StubDriver {
    private StubDriver() {}

    /**
     * Compiles {@code libcuda.so.1} into a folder.
     *
     * @param macros such as {@code DEVICES=2}; see the source
     */
    public static void cuda(Path folder, String... macros) throws IOException, InterruptedException {
        compile("libcuda.c", folder.resolve("libcuda.so.1"), macros);
    }

    /** Compiles {@code libnvidia-ml.so.1} into a folder. */
    public static void nvml(Path folder, String... macros) throws IOException, InterruptedException {
        compile("libnvidia-ml.c", folder.resolve("libnvidia-ml.so.1"), macros);
    }

    private static void compile(String source, Path library, String... macros)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(hasCompiler(), "there is no C compiler (gcc), with which this test makes a driver");
        Files.createDirectories(Objects.requireNonNull(library.getParent()));
        List<String> command = new ArrayList<>(List.of(
                "gcc", "-shared", "-fPIC", "-O1", "-Wl,-soname," + library.getFileName(), "-o", library.toString()));
        for (String macro : macros) {
            command.add("-D" + macro);
        }
        command.addAll(List.of("-x", "c", "-"));
        Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream code = Objects.requireNonNull(StubDriver.class.getResourceAsStream(source), source)) {
            code.transferTo(gcc.getOutputStream());
            gcc.getOutputStream().close();
        }
        String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(gcc.waitFor()).as(said).isZero();
    }

    private static boolean hasCompiler() throws InterruptedException {
        try {
            return new ProcessBuilder("gcc", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
