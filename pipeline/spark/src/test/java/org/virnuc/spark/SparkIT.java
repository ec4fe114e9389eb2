package org.virnuc.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.JsonReport;

/** The job in a real Spark: whatever the number of executors and whatever is killed, the bytes are those of one machine. */
@Tag("spark")
class SparkIT {
    private static final List<String> OPTIONS = List.of(
            "--precision",
            "fp32",
            "--threads",
            "2",
            "--max-fdr",
            "0.1",
            "--fallback",
            "stretches,dna",
            "--write",
            "viral,regions,chunks");

    private static final int CHUNK = 500;

    @SuppressWarnings("NullAway.Init")
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SparkCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private static Map<String, byte[]> expected;

    private static final List<String> INPUTS = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path contigs = folder.resolve("contigs.fa");
        Path reads = folder.resolve("reads.fastq.gz");
        write(contigs, reads);
        INPUTS.addAll(List.of(contigs.toString(), reads.toString()));
        expected = JobResults.ofPlainRun(folder, arguments(folder.resolve("plain")));
        cluster = new SparkCluster(folder, 2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /**
     * A record longer than several shards, most of it repeats, so that it is quickly computed; the genomes of the demo; and
     * reads of them that are there twice, far apart.
     */
    private static void write(Path contigs, Path reads) throws IOException {
        String demo;
        try (var in = SparkIT.class.getResourceAsStream("/org/virnuc/data/demo/demo.fna")) {
            demo = new String(Objects.requireNonNull(in, "demo.fna").readAllBytes(), StandardCharsets.US_ASCII);
        }
        Random random = new Random(5);
        List<String> repeats = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            repeats.add(openFrames(random));
        }
        try (BufferedWriter out = Files.newBufferedWriter(contigs)) {
            out.write(">long\n");
            for (int chunk = 0; chunk < 8500; chunk++) {
                out.write(chunk % 40 == 0 ? openFrames(random) : repeats.get(random.nextInt(repeats.size())));
                out.write('\n');
            }
            out.write(demo);
        }
        String letters = demo.replaceAll(">.*\n", "").replace("\n", "");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(reads))) {
            for (int read = 0; read < 3000; read++) {
                int from = (read % 1500) * 80;
                String text =
                        "@r" + read + "\n" + letters.substring(from, from + 150) + "\n+\n" + "I".repeat(150) + "\n";
                out.write(text.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** A chunk without a stop codon in any of its six frames. */
    private static String openFrames(Random random) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < CHUNK; i++) {
            letters.append(random.nextBoolean() ? 'C' : 'G');
        }
        return letters.toString();
    }

    @Test
    void onALaptop() throws IOException, InterruptedException {
        Path out = folder.resolve("local");
        try (ChildProcess job =
                SparkCluster.submit(folder.resolve("local.log"), "local[2]", List.of(), arguments(out))) {
            assertThat(job.end()).as(job.text()).isZero();
            assertThat(job.text()).contains("; results in " + out);
        }
        same(out);
        int shards = JobResults.shards(out);
        assertThat(shards).isGreaterThan(4);
        RunReport report = report(out);
        assertThat(report.stages()).hasSizeGreaterThanOrEqualTo(9);
        assertThat(report.environment()).containsEntry("shards", String.valueOf(shards));
    }

    @Test
    void byOneExecutorAndByTwo() throws IOException, InterruptedException {
        for (int executors = 1; executors <= 2; executors++) {
            Path out = folder.resolve("by-" + executors);
            try (ChildProcess job = cluster.submit(List.of("--conf", "spark.cores.max=" + executors), arguments(out))) {
                assertThat(job.end()).as(job.text()).isZero();
                for (int executor = 0; executor < executors; executor++) {
                    assertThat(job.text()).contains("by executor " + executor + " on ");
                }
            }
            same(out);
        }
    }

    @Test
    void anExecutorIsKilled() throws IOException, InterruptedException {
        Path out = folder.resolve("killed");
        try (ChildProcess job = cluster.submit(List.of(), arguments(out))) {
            job.await("two attempts", () -> attempts(out).size() >= 2 && finished(out) >= 1);
            ProcessHandle executor = cluster.executors().get(0);
            Path variables = Path.of("/proc", String.valueOf(executor.pid()), "environ");
            assertThat(Files.readString(variables, StandardCharsets.ISO_8859_1).split("\0", -1))
                    .contains("GOMP_SPINCOUNT=1000");
            executor.destroyForcibly();
            assertThat(job.end()).as(job.text()).isZero();
            assertThat(job.text()).contains(" did not finish: ");
        }
        same(out);
        assertThat(report(out).events()).as("what was lost is in the report").anyMatch(event -> event.message()
                .contains("did not count, because a worker was lost"));
    }

    /** One executor stands still; another attempt takes over, and the first goes on when it is too late. */
    @Test
    void aSlowExecutorIsOvertaken() throws IOException, InterruptedException {
        Path out = folder.resolve("overtaken");
        List<String> speculation = new ArrayList<>();
        for (String setting : List.of("=true", ".interval=100ms", ".multiplier=1.1", ".quantile=0.3")) {
            speculation.addAll(List.of("--conf", "spark.speculation" + setting));
        }
        try (ChildProcess job = cluster.submit(speculation, arguments(out))) {
            job.await("two attempts", () -> attempts(out).size() >= 2 && finished(out) >= 1);
            ProcessHandle slow = cluster.executors().get(0);
            signal("STOP", slow);
            job.await(
                    "a second attempt at its shard",
                    () -> attempts(out).stream().distinct().count()
                            < attempts(out).size());
            signal("CONT", slow);
            assertThat(job.end()).as(job.text()).isZero();
        }
        same(out);
        assertThat(report(out).events())
                .anyMatch(event -> event.message().contains("did not count, because a worker was lost"));
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void theDriverIsKilledAndTheJobSubmittedAgain() throws IOException, InterruptedException {
        Path out = folder.resolve("again");
        try (ChildProcess job = cluster.submit(List.of(), arguments(out))) {
            job.await("a finished shard", () -> finished(out) >= 2);
            job.kill();
        }
        assertThat(out.resolve("sequences.tsv")).doesNotExist();
        Map<String, String> before = runs(out);
        assertThat(before).hasSizeBetween(2, JobResults.shards(out) - 1);
        try (ChildProcess job = cluster.submit(List.of(), arguments(out))) {
            assertThat(job.end()).as(job.text()).isZero();
        }
        same(out);
        assertThat(runs(out)).as("finished shards are as they were").containsAllEntriesOf(before);
        Path other = Files.writeString(folder.resolve("other.fa"), ">other\nACGTACGT\n");
        try (ChildProcess job = cluster.submit(List.of(), List.of(other.toString(), "-o", out.toString()))) {
            assertThat(job.end()).as(job.text()).isEqualTo(2);
            assertThat(job.errors())
                    .singleElement()
                    .asString()
                    .contains(out.toString())
                    .contains("--force");
        }
    }

    @Test
    void failuresAreOneLine() throws IOException, InterruptedException {
        Path out = folder.resolve("failed");
        List<String> withoutSpark = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                SparkCluster.job().toString(),
                PredictJob.class.getName()));
        withoutSpark.addAll(arguments(out));
        try (ChildProcess job = ChildProcess.start(folder.resolve("without.log"), Map.of(), withoutSpark)) {
            assertThat(job.end()).isEqualTo(2);
            assertThat(job.text().lines())
                    .containsExactly("virnuc: Apache Spark is missing; start the job with spark-submit of Spark 4");
        }
        List<String> unusable = List.of("--conf", "spark.executorEnv.VIRNUC_CACHE=/dev/null/cache");
        try (ChildProcess job = cluster.submit(unusable, arguments(out))) {
            assertThat(job.end()).as(job.text()).isEqualTo(2);
            assertThat(job.errors())
                    .singleElement()
                    .asString()
                    .matches("virnuc: shard [0-9]+, executor [01] on .*: cannot write to the cache folder"
                            + " /dev/null/cache; set VIRNUC_CACHE .*");
        }
    }

    private static List<String> arguments(Path out) {
        List<String> arguments = new ArrayList<>(INPUTS);
        arguments.addAll(List.of("-o", out.toString()));
        arguments.addAll(OPTIONS);
        return arguments;
    }

    private static void same(Path out) throws IOException {
        JobResults.same(out, expected);
    }

    private static RunReport report(Path out) {
        return JsonReport.read(out.resolve("telemetry.json"));
    }

    /** The shards of all attempts that are there. */
    private static List<String> attempts(Path out) throws IOException {
        List<String> shards = new ArrayList<>();
        for (Path attempt : JobResults.list(out.resolve("shards").resolve("attempts"))) {
            JobResults.list(attempt)
                    .forEach(shard -> shards.add(shard.getFileName().toString()));
        }
        return shards;
    }

    private static long finished(Path out) throws IOException {
        return runs(out).size();
    }

    /** The finished shards, each with what its record says. */
    private static Map<String, String> runs(Path out) throws IOException {
        Map<String, String> runs = new HashMap<>();
        for (Path shard : JobResults.list(out.resolve("shards"))) {
            Path result = shard.resolve("shard.json");
            if (Files.isRegularFile(result)) {
                runs.put(shard.getFileName().toString(), Files.readString(result));
            }
        }
        return runs;
    }
}
