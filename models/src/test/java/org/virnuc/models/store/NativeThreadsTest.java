package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.TestFiles;

/**
 * In a container with a quota of one core no thread but those of Java computes, however many cores the machine has. A thread
 * that a native library starts has the name of the thread that made it, {@code java} for those of the main thread. Whoever uses
 * VirNuc as a library keeps their system properties.
 */
@EnabledOnOs(OS.LINUX)
class NativeThreadsTest {

    @Test
    void oneCoreIsOneThreadOfWork() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:ActiveProcessorCount=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        TestFiles.CACHE.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(lines).contains("lanes 1", "main threads that have worked 1", "encoder threads 2");
        assertThat(lines).as("system properties of a host").contains("properties changed {}");
    }

    /** Opens and uses both encoders and the head, then counts threads of the process by name. */
    static final class Program {
        public static void main(String[] arguments) throws IOException {
            Map<Object, Object> before = Map.copyOf(System.getProperties());
            ModelStore store = new ModelStore(Path.of(arguments[0]));
            ModelPack pack = store.pack("virnuc-mini");
            EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 0);
            List<String> dna = IntStream.range(0, 64)
                    .mapToObj(i -> "ACGGT".repeat(60 + i % 9))
                    .toList();
            List<String> protein = IntStream.range(0, 64)
                    .mapToObj(i -> "MKLV".repeat(20 + i % 9))
                    .toList();
            try (SequenceEncoder first = store.openEncoder(pack.dna(), options);
                    SequenceEncoder second = store.openEncoder(pack.protein(), options);
                    FrameClassifier head = store.openHead(pack.head(), options)) {
                first.encode(dna, BatchListener.NONE);
                second.encode(protein, BatchListener.NONE);
                for (int i = 0; i < 20; i++) {
                    head.scores(new float[4096 * head.features()], 4096);
                }
                Map<Object, Object> changed = new HashMap<>(System.getProperties());
                changed.entrySet().removeAll(before.entrySet());
                changed.keySet().removeIf(name -> name.toString()
                        .matches("(jna|jnidispatch)\\..*|user\\.timezone")); // JNA's and Java's own
                System.out.println("properties changed " + changed);
                System.out.println("lanes " + first.use().lanes());
                System.out.println("main threads that have worked "
                        + threads("java").stream().filter(Program::hasWorked).count());
                System.out.println("encoder threads " + threads("virnuc-").size());
            }
            System.exit(0);
        }

        private static List<Path> threads(String name) throws IOException {
            try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
                return tasks.filter(task -> read(task.resolve("comm")).startsWith(name))
                        .toList();
            }
        }

        /** Whether it has had a hundredth of a second of a core in user mode. */
        private static boolean hasWorked(Path task) {
            String afterName = read(task.resolve("stat")).replaceFirst("^.*\\) ", "");
            return Integer.parseInt(afterName.split(" ", -1)[11]) > 0;
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
