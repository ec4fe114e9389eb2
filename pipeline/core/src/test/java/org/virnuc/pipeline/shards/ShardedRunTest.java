package org.virnuc.pipeline.shards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.pipeline.Samples;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;

/** Shards give the bytes of one run, whoever computes them and in which order. */
class ShardedRunTest {
    private final Path folder;

    ShardedRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** FASTA, gzip and FASTQ, by the chunk head, which the embedded model has. */
    @Test
    void anyPartitionOfTheShardsGivesTheBytesOfOneRun() throws IOException, InterruptedException {
        Path gzip = folder.resolve("b.fa.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(ShardSamples.several(3).getBytes(StandardCharsets.ISO_8859_1));
        }
        Path fasta = Samples.write(folder.resolve("a.fa"), Samples.mixed(4));
        Path fastq = Samples.write(
                folder.resolve("c.fastq"), "@read1\nATGGCCGCGGCCGCGGCGGCCGCG\n+\nIIIIIIIIIIIIIIIIIIIIIIII\n".repeat(3));
        RunRequest request = ShardedRun.of(List.of(fasta, gzip, fastq))
                .results(options(Fallback.CHUNK_HEAD))
                .build();
        RunResult plain = ShardedRun.plain(request, folder.resolve("plain"));
        ShardPlan plan = ShardedRun.plan(request, folder.resolve("plan"));
        assertThat(plan.shards()).isGreaterThanOrEqualTo(3);
        Random random = new Random(7);
        for (int workers = 2; workers <= 3; workers++) {
            Path here = folder.resolve("by-" + workers);
            List<Path> folders = ShardedRun.work(plan, workers, here, random);
            RunResult merged = ShardedRun.merge(plan, folders, here.resolve("merged"));
            assertThat(ShardedRun.results(merged.directory())).isEqualTo(ShardedRun.results(plain.directory()));
            assertThat(merged.outcome()).isEqualTo(plain.outcome());
        }
        Path two = folder.resolve("by-2");
        Path merged = two.resolve("merged");
        Files.delete(file(merged, "chunk-head", "manifest.json"));
        Files.delete(file(merged, "chunk-head", "chunk_head_3.tsv"));
        Files.delete(file(merged, "consensus", "manifest.json"));
        ShardedRun.merge(plan, List.of(two.resolve("worker-0"), two.resolve("worker-1")), merged);
        assertThat(ShardedRun.results(merged))
                .as("an interrupted merge goes on")
                .isEqualTo(ShardedRun.results(plain.directory()));
    }

    private static Path file(Path run, String stage, String name) throws IOException {
        try (Stream<Path> files = Files.walk(run.resolve("work"))) {
            return files.filter(file -> file.toString().contains(stage) && file.endsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What needs all records is done by the merge. Shards hold for every way to use their vectors. */
    @Test
    void everyFallbackAndLimitOfFalseCallsGivesTheBytesOfOneRun() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), ShardSamples.several(2));
        Path results = folder.resolve("results");
        for (Fallback fallback : List.of(Fallback.NONE, Fallback.STRETCHES_AND_DNA)) {
            RunRequest request =
                    ShardedRun.of(List.of(input)).results(options(fallback)).build();
            RunResult plain = ShardedRun.plain(request, folder.resolve("plain"));
            Map<String, String> expected = ShardedRun.results(plain.directory());
            ShardPlan plan = ShardedRun.plan(request, folder.resolve("plan"));
            boolean kept = fallback != Fallback.NONE;
            for (int shard = plan.shards(); shard >= 1; shard--) {
                assertThat(ShardedRun.worker(plan, results)
                                .compute(shard, ShardedRun.context())
                                .before())
                        .isEqualTo(kept);
            }
            RunResult merged = ShardedRun.merge(plan, List.of(results), folder.resolve("merged"));
            assertThat(ShardedRun.results(merged.directory()))
                    .as(fallback.word())
                    .isEqualTo(expected);
        }
    }

    private static ResultOptions options(Fallback fallback) {
        ConfidenceOptions confidence = new ConfidenceOptions(
                Optional.empty(),
                Selection.parse("default", OptionalDouble.of(0.1)),
                ConfidenceOptions.EVEN,
                fallback,
                fallback == Fallback.NONE);
        return ResultOptions.parse("default", "viral,host,regions,chunks")
                .with(confidence)
                .from(0);
    }

    /** The merge may go on in the folder of the plan, which has the frames already. */
    @Test
    void anInputWithoutFramesIsOneShard() throws IOException, InterruptedException {
        Path input = Samples.write(folder.resolve("in.fa"), ">short\nAC\n>stops\n" + "TAATTAATTAA".repeat(20) + "\n");
        RunRequest request = ShardedRun.of(List.of(input)).build();
        RunResult plain = ShardedRun.plain(request, folder.resolve("plain"));
        ShardPlan plan = ShardedRun.plan(request, folder.resolve("plan"));
        assertThat(plan.shards()).isEqualTo(1);
        assertThat(plan.frames()).isZero();
        ShardedRun.worker(plan, plan.results()).compute(1, ShardedRun.context());
        RunResult merged = ShardedRun.merge(plan, List.of(plan.results()), plan.folder());
        assertThat(ShardedRun.results(merged.directory())).isEqualTo(ShardedRun.results(plain.directory()));
    }
}
