package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.RecordResult;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.TelemetryTier;

class VirNucTest {
    private final Path folder;
    private final Path demo;
    private final VirNuc virnuc = VirNuc.open(RealRun.CACHE);

    VirNucTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.demo = folder.resolve("demo.fna");
        String name = "/org/virnuc/data/demo/demo.fna";
        try (InputStream in = Objects.requireNonNull(VirNucTest.class.getResourceAsStream(name), name)) {
            Files.copy(in, demo);
        }
    }

    @AfterEach
    void free() {
        virnuc.close();
    }

    @Test
    void recordsAreThoseOfTheTables() throws IOException, InterruptedException {
        RunResult run = virnuc.run(request("one"));
        List<String> rows = Files.readAllLines(run.directory().resolve("sequences.tsv"));
        List<RecordResult> records;
        try (Stream<RecordResult> stream = run.records()) {
            records = stream.toList();
        }
        assertThat(records).hasSize(11).hasSize(rows.size() - 1);
        for (int i = 0; i < records.size(); i++) {
            RecordResult record = records.get(i);
            String[] row = rows.get(i + 1).split("\t", -1);
            assertThat(record.id()).isEqualTo(row[0]);
            assertThat(record.length()).isEqualTo(Long.parseLong(row[1]));
            assertThat(record.chunks())
                    .isEqualTo(new RecordResult.Chunks(
                            Long.parseLong(row[2]), Long.parseLong(row[3]), Long.parseLong(row[4])));
            assertThat(record.verdict().word()).isEqualTo(row[11]);
        }
        assertThat(records.stream().filter(RecordResult::isViral)).hasSize(5);
        assertThat(records.get(0).scores().probability().orElseThrow()).isBetween(0.5, 1.0);
        RecordResult last = records.get(10);
        assertThat(last.verdict()).isEqualTo(RecordVerdict.UNSCORED);
        assertThat(last.unscored()).containsExactly("no-open-frame");
        assertThat(last.scores().probability().orElseThrow()).isLessThan(0.01); // of the chunk head
    }

    @Test
    void runsAtTheSameTimeShareModelsAndGiveTheSameResults() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<RunResult> one = () -> virnuc.run(request("a"));
            Callable<RunResult> other = () -> virnuc.run(request("b"));
            List<Future<RunResult>> both = threads.invokeAll(List.of(one, other));
            Path first = both.get(0).get().directory();
            Path second = both.get(1).get().directory();
            for (String file : List.of("sequences.tsv", "prediction_results.txt", "confidence.tsv", "viral.fasta")) {
                assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aFinishedRunIsReadBack() throws IOException, InterruptedException {
        virnuc.run(request("again"));
        RunResult again = virnuc.run(request("again"));
        assertThat(FakeRun.computed(again.report())).isEmpty();
        assertThat(again.outcome()).containsEntry("records_virus", 5L);
    }

    @Test
    void anInputThatIsNotThereIsNamed() {
        RunRequest request = RunRequest.of(folder.resolve("nothing.fa"))
                .into(folder.resolve("out"))
                .build();
        assertThatThrownBy(() -> virnuc.run(request))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nothing.fa");
    }

    private RunRequest request(String directory) {
        return RunRequest.of(demo)
                .into(folder.resolve(directory))
                .telemetry(TelemetryTier.OFF)
                .build();
    }
}
