package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code virnuc predict --engine spark} with a {@code spark-submit} that computes nothing. */
class SparkHandOverIT {
    private final Path folder;
    private final Path given;
    private FakeSpark spark = new FakeSpark(Path.of(""));
    private Path job = Path.of("");

    SparkHandOverIT(@TempDir Path folder) {
        this.folder = folder;
        this.given = folder.resolve("given.txt");
    }

    @BeforeEach
    void spark() throws IOException {
        spark = FakeSpark.in(folder.resolve("spark"), "2.13-4.2.0");
        job = FakeSpark.job(folder.resolve("job.jar"), version());
        Files.writeString(folder.resolve("in.fa"), ">a\n" + "ATGGCC".repeat(100) + "\n");
    }

    private static String version() throws IOException {
        try (JarFile program = new JarFile(System.getProperty("virnuc.app"))) {
            return program.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        }
    }

    @Test
    void theJobGetsTheOptionsAndTheStreamsAndItsExitCodeCounts() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("run.yaml"), "engine: spark\nmaster: spark://one:7077,two:7077\nmax-fdr: 0.1\n");
        spark.submits("printf '%s\\n' \"$@\" >" + given + "; cat; echo result; echo problem >&2; exit 3");
        Program.Ended ended = run(
                "in.fa",
                "-o",
                "out dir",
                "--spark-conf",
                "spark.executor.memory=4g",
                "--config",
                "run.yaml",
                "--spark-conf=spark.a= b");
        assertThat(ended.err()).containsExactly("problem");
        assertThat(ended.out()).containsExactly("result");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(Files.readAllLines(given))
                .containsExactly(
                        "--master",
                        "spark://one:7077,two:7077",
                        "--conf",
                        "spark.executor.memory=4g",
                        "--conf",
                        "spark.a= b",
                        "--class",
                        "org.virnuc.spark.PredictJob",
                        job.toString(),
                        "in.fa",
                        "-o",
                        "out dir",
                        "--config",
                        "run.yaml");
        assertThat(folder.resolve("out dir")).doesNotExist();
    }

    @Test
    void theRunFileIsOverruledByTheCommandLine() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("run.yaml"), "engine: spark\nthreads: 1\nprecision: fp32\n");
        Program.Ended ended = run("in.fa", "-o", "out", "--config", "run.yaml", "--engine", "local");
        assertThat(ended.code()).as(ended.err().toString()).isZero();
        assertThat(folder.resolve("out/sequences.tsv")).exists();
    }

    @Test
    void aSparkThatFailsByItselfIsOneLineMore() throws IOException, InterruptedException {
        spark.submits("echo 'Error: Failed to load class' >&2; exit 101");
        Program.Ended ended = run("in.fa", "--engine", "spark");
        assertThat(ended.err())
                .containsExactly(
                        "Error: Failed to load class",
                        "virnuc: spark-submit has ended with code 101 and not with one of the job's; what it has printed"
                                + " says why");
        assertThat(ended.code()).isEqualTo(7);
    }

    @Test
    void anInterruptionReachesTheJob() throws IOException, InterruptedException {
        spark.submits("trap 'echo stopped; exit 6' TERM; echo started; while :; do sleep 0.1; done");
        try (Program program = start("in.fa", "--engine", "spark", "--master", "local[2]")) {
            program.awaitOutput("started");
            program.terminate();
            Program.Ended ended = program.end();
            assertThat(ended.out()).containsExactly("started", "stopped");
            assertThat(ended.code()).isEqualTo(6);
        }
    }

    @Test
    void whatCannotBeHandedOverIsRefusedBeforeSparkStarts() throws IOException, InterruptedException {
        spark.submits("touch " + given);
        refused(
                "--master http://head is not a master of Spark; give spark://HOST:PORT, local[N], k8s://HOST:PORT or yarn",
                "in.fa",
                "--engine",
                "spark",
                "--master",
                "http://head");
        refused(
                "--master local[x] is not a master of Spark; give spark://HOST:PORT, local[N], k8s://HOST:PORT or yarn",
                "in.fa",
                "--engine",
                "spark",
                "--master",
                "local[x]");
        refused(
                "--spark-conf memory=4g is not a setting of Spark, such as spark.executor.memory=4g",
                "in.fa",
                "--engine",
                "spark",
                "--spark-conf",
                "memory=4g");
        refused("--master is for --engine spark; add that, or leave it out", "in.fa", "--master", "yarn");
        refused("--engine flink is unknown; there are local and spark", "in.fa", "--engine", "flink");
        refused(
                "--no-sensitive-logs does not reach the reports of shards, which other processes write; leave it out",
                "in.fa",
                "--engine",
                "spark",
                "--no-sensitive-logs");
        Files.writeString(folder.resolve("sheet.csv"), "sample,path\na,in.fa\n");
        refused(
                "--samples is for runs on one machine; leave out --engine, or give each sample a run of its own",
                "--samples",
                "sheet.csv",
                "-o",
                "out",
                "--engine",
                "spark");
        assertThat(given).doesNotExist();
        assertThat(folder.resolve("in.virnuc")).doesNotExist();
    }

    @Test
    void aDryRunNeedsNoSpark() throws IOException, InterruptedException {
        spark.submits("touch " + given);
        Program.Ended ended = run("in.fa", "--engine", "spark", "--dry-run", "--threads", "1", "--precision", "fp32");
        assertThat(ended.code()).as(ended.err().toString()).isZero();
        assertThat(ended.out().get(ended.out().size() - 1))
                .isEqualTo(
                        "These are figures of this machine alone; executors of Spark share the work of both encoders.");
        assertThat(given).doesNotExist();
    }

    private void refused(String message, String... arguments) throws IOException, InterruptedException {
        Program.Ended ended = run(arguments);
        assertThat(ended.err()).containsExactly("virnuc: " + message);
        assertThat(ended.code()).isEqualTo(2);
    }

    private Program.Ended run(String... arguments) throws IOException, InterruptedException {
        try (Program program = start(arguments)) {
            program.input().close();
            return program.end();
        }
    }

    private Program start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("predict"));
        all.addAll(Arrays.asList(arguments));
        Map<String, String> environment =
                Map.of("SPARK_HOME", spark.home().toString(), "VIRNUC_SPARK_JAR", job.toString());
        return Program.start(folder, folder, environment, all.toArray(String[]::new));
    }
}
