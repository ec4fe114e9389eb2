package org.virnuc.models.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.TestFiles;

/** Two processes want the same model at the same moment. */
class TwoProcessesTest {
    private final Path folder;

    TwoProcessesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void oneFetchesAndTheOtherWaitsAndUsesIt() throws IOException, InterruptedException {
        try (FakeHub hub = new FakeHub()) {
            hub.offer(TestFiles.golden("esm2/hf"), "config.json", "vocab.txt", "model.safetensors");
            hub.mayAnswer = new CountDownLatch(1);
            Process first = pull(hub);
            try {
                assertThat(hub.asked.await(1, TimeUnit.MINUTES)).isTrue();
                Process second = pull(hub);
                try (BufferedReader said = second.inputReader()) {
                    assertThat(said.readLine())
                            .isEqualTo("another virnuc process is downloading the same model; waiting for it");
                    hub.mayAnswer.countDown();
                    assertThat(said.lines()).containsExactly("pulled someone/Some-Model");
                    assertThat(second.waitFor()).isZero();
                } finally {
                    second.destroy();
                }
                try (BufferedReader said = first.inputReader()) {
                    assertThat(said.lines()).containsExactly("pulled someone/Some-Model");
                }
                assertThat(first.waitFor()).isZero();
            } finally {
                first.destroy();
            }
            assertThat(hub.requestsOf("cdn")).containsExactly("cdn GET /model.safetensors");
            Path snapshot = folder.resolve("hf/hub/models--someone--Some-Model/snapshots/" + FakeHub.COMMIT);
            try (Stream<Path> files = Files.list(snapshot)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("config.json", "vocab.txt", "model.safetensors");
            }
            assertThat(snapshot.resolve("model.safetensors"))
                    .hasSameBinaryContentAs(TestFiles.golden("esm2/hf/model.safetensors"));
        }
    }

    private Process pull(FakeHub hub) throws IOException {
        ProcessBuilder java = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PullProcess.class.getName(),
                folder.resolve("virnuc").toString(),
                "someone/Some-Model"));
        java.environment().keySet().removeIf(name -> name.startsWith("HF_") || name.startsWith("HUGGING"));
        java.environment().put("HF_HOME", folder.resolve("hf").toString());
        java.environment().put("HF_ENDPOINT", hub.endpoint().toString());
        return java.redirectError(folder.resolve("errors.txt").toFile()).start();
    }
}
