package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.DeviceException;
import org.virnuc.models.Precision;

/** A fault in a GPU's program makes that GPU useless for the rest of the process: the process ends in order all the same. */
@Tag("gpu")
class GpuLossTest {

    /** In a process of its own, whose GPU nobody else needs. */
    @Test
    void aGpuThatFailsIsLostAndTheEncoderSaysWhy(@TempDir Path folder) throws IOException, InterruptedException {
        Gpu.options(Precision.FP32, 0);
        Path archive = GpuGraphs.lookup(folder.resolve("lookup.pt"), 1f, 2f, 3f);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        archive.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("exit code").isZero();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).as("within the weights").isEqualTo("vector 3.0");
        String reason = Gpu.FIRST + " failed on a batch of 1 x 1 tokens: ";
        assertThat(lines.get(1))
                .startsWith("LOST " + Gpu.FIRST + " gets no more work, and its batch goes back to the queue: " + reason)
                .containsIgnoringCase("cuda");
        assertThat(lines.get(2)).startsWith("DeviceException " + reason);
        assertThat(lines.get(3)).isEqualTo("closed");
    }

    /** Looks up a weight that is there, then one that is not, and ends. */
    static final class Program {
        public static void main(String[] arguments) {
            try (BatchedEncoder encoder = GpuGraphs.encoder(1, 1, Gpu.open(Path.of(arguments[0])))) {
                System.out.println("vector " + encoder.encode(List.of("\2"), BatchListener.NONE)[0]);
                encoder.encode(List.of("A"), new Printing());
            } catch (DeviceException e) {
                System.out.println("DeviceException " + e.getMessage());
            }
            System.out.println("closed");
            System.exit(0);
        }
    }

    private static final class Printing implements BatchListener {
        @Override
        public void batch(BatchFigures figures) {
            System.out.println("computed on " + figures.device());
        }

        @Override
        public void failed(DeviceEvent event) {
            System.out.println(event.kind() + " " + event.message());
        }
    }
}
