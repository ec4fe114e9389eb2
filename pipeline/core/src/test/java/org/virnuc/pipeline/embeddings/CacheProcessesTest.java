package org.virnuc.pipeline.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that add, merge and remove files concurrently, and one that is killed meanwhile. */
class CacheProcessesTest {
    private static final int PROCESSES = 4;
    private static final int ROUNDS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void nobodyGetsAWrongVector() throws IOException, InterruptedException {
        Path cache = folder.resolve("cache");
        long limit = SegmentWriter.size(VectorUse.ENCODER, 500);
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(CacheProcess.start(cache, limit, i, ROUNDS, log(i)));
        }
        Process killed = CacheProcess.start(cache, limit, PROCESSES, Integer.MAX_VALUE, log(PROCESSES));
        for (int i = 0; i < PROCESSES; i++) {
            assertThat(processes.get(i).waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(processes.get(i).exitValue())
                    .as(Files.readString(log(i)))
                    .isZero();
        }
        assertThat(killed.isAlive()).as(Files.readString(log(PROCESSES))).isTrue();
        killed.destroyForcibly().waitFor();
        VectorUse use = new VectorUse(cache, limit);
        List<String> all = VectorUse.sequences(0, 300);
        assertThat(use.run(all)).isEqualTo(VectorUse.vectors(VectorUse.ENCODER, all));
        assertThat(use.warnings).isEmpty();
        assertThat(use.cache().contents().bytes()).isBetween(1L, limit);
        assertThat(SegmentFile.files(cache)).noneMatch(file -> file.toString().endsWith(".tmp"));
    }

    private Path log(int number) {
        return folder.resolve("process" + number + ".log");
    }
}
