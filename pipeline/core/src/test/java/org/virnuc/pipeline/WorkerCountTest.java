package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.StageId;
import org.virnuc.files.Digests;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.StageReport;

/** The real engine with one, two, four and seven workers, on more than one shard: the same bytes in every file. */
@Tag("slow")
class WorkerCountTest {
    private static final int READS = 1700;
    private static final List<String> RESULTS =
            List.of("prediction_results.txt", "prediction_results_highestscore.csv", "sequences.tsv");

    @Test
    void everyFileIsTheSameForAnyNumberOfWorkers(@TempDir Path folder) throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolve("reads.fa"), reads());
        Map<String, String> expected = Map.of();
        for (int workers : new int[] {1, 2, 4, 7}) {
            RunResult result = RealRun.golden(300).threads(workers).run(input, folder.resolve("workers-" + workers));
            StageReport embedding = result.report().stages().stream()
                    .filter(stage -> stage.id().equals(StageId.ESM_2.word()))
                    .findFirst()
                    .orElseThrow();
            assertThat(embedding.metrics()).containsEntry("compute_lanes", (long) workers);
            assertThat(Objects.requireNonNull(embedding.metrics().get("padding_share"))
                            .doubleValue())
                    .isLessThan(0.03);
            Map<String, String> files = digests(result.directory());
            assertThat(files.keySet()).anyMatch(name -> name.endsWith("shard_2.vec"));
            expected = expected.isEmpty() ? files : expected;
            assertThat(files).isEqualTo(expected);
        }
    }

    /** Without T neither strand has a stop, so that each read has six frames; lengths are mixed. */
    private static String reads() {
        Random random = new Random(8);
        StringBuilder fasta = new StringBuilder();
        for (int i = 0; i < READS; i++) {
            fasta.append(">r").append(i).append('\n');
            random.ints(60 + random.nextInt(100), 0, 3).forEach(n -> fasta.append("ACG".charAt(n)));
            fasta.append('\n');
        }
        return fasta.toString();
    }

    private static Map<String, String> digests(Path run) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".vec") || RESULTS.contains(name)) {
                    java.security.MessageDigest digest = Digests.sha256();
                    digest.update(Files.readAllBytes(file));
                    digests.put(run.relativize(file).toString(), Digests.hex(digest));
                }
            }
        }
        assertThat(digests).hasSizeGreaterThanOrEqualTo(4 + RESULTS.size());
        return digests;
    }
}
