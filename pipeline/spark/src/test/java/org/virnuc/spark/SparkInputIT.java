package org.virnuc.spark;

import static org.assertj.core.api.Assertions.assertThat;

import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMFileWriter;
import htsjdk.samtools.SAMFileWriterFactory;
import htsjdk.samtools.SAMRecord;
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

/** Inputs, models and clients of many kinds, with five executors: the bytes and the exit codes are those of one machine. */
@Tag("spark")
class SparkInputIT {
    private static final int EXECUTORS = 5;
    private static final int CHUNK = 500;
    private static final String MINI = "/org/virnuc/data/models/virnuc-mini/";
    private static final List<String> OPTIONS = List.of("--precision", "fp32", "--threads", "1");

    @SuppressWarnings("NullAway.Init")
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SparkCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private static String demo;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        demo = new String(resource("/org/virnuc/data/demo/demo.fna"), StandardCharsets.US_ASCII);
        Files.writeString(folder.resolve("demo.fna"), demo);
        cluster = new SparkCluster(folder, EXECUTORS);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** One record of more than ten shards, and 200,000 reads, many of them in several shards. */
    @Test
    void aRecordOfManyShardsAndReadsThatAreRepeatedAcrossThem() throws IOException, InterruptedException {
        Random random = new Random(11);
        Path contigs = folder.resolve("contigs.fa");
        try (BufferedWriter out = Files.newBufferedWriter(contigs)) {
            List<String> repeats = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                repeats.add(letters(random, "CG", CHUNK));
            }
            out.write(">long\n");
            for (int chunk = 0; chunk < 17_500; chunk++) {
                boolean other = chunk % 500 == 0;
                out.write(other ? letters(random, "CG", CHUNK) : repeats.get(random.nextInt(repeats.size())));
                out.write('\n');
            }
        }
        Path reads = folder.resolve("reads.fastq.gz");
        List<String> different = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            different.add(letters(random, i % 4 == 0 ? "CG" : "ACGT", 60 + random.nextInt(60)));
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(reads))) {
            for (int read = 0; read < 200_000; read++) {
                String text = different.get(random.nextInt(different.size()));
                out.write(("@r" + read + "\n" + text + "\n+\n" + "I".repeat(text.length()) + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
            }
        }
        List<String> inputs = List.of(contigs.toString(), reads.toString());
        Map<String, byte[]> expected = JobResults.ofPlainRun(folder, arguments(inputs, "plain-many"));
        Path out = folder.resolve("many");
        try (ChildProcess job = cluster.submit(List.of(), arguments(inputs, "many"))) {
            assertThat(job.end()).as(job.text()).isZero();
            for (int executor = 0; executor < EXECUTORS; executor++) {
                assertThat(job.text()).contains("by executor " + executor + " on ");
            }
        }
        assertThat(JobResults.shards(out)).isGreaterThan(20);
        JobResults.same(out, expected);
    }

    /** Reads as a sequencer leaves them, by the command line of one machine. */
    @Test
    void bamIsHandedOverByTheProgram() throws IOException, InterruptedException {
        Path bam = folder.resolve("reads.bam");
        String letters = demo.replaceAll(">.*\n", "").replace("\n", "");
        SAMFileHeader header = new SAMFileHeader();
        header.setSortOrder(SAMFileHeader.SortOrder.unsorted);
        try (SAMFileWriter out = new SAMFileWriterFactory().makeBAMWriter(header, true, bam)) {
            for (int read = 0; read < 300; read++) {
                SAMRecord one = new SAMRecord(header);
                one.setReadName("r" + read);
                one.setReadString(letters.substring(read * 300, read * 300 + 300));
                one.setBaseQualityString("I".repeat(300));
                one.setReadUnmappedFlag(true);
                out.addAlignment(one);
            }
        }
        List<String> inputs = List.of(bam.toString());
        Map<String, byte[]> expected =
                JobResults.ofPlainRun(folder, arguments(inputs, "plain-bam", "--max-fdr", "0.1"));
        try (ChildProcess job = handOver(arguments(inputs, "bam", "--max-fdr", "0.1"))) {
            assertThat(job.end()).as(job.text()).isZero();
            assertThat(job.text()).contains("; results in " + folder.resolve("bam"));
        }
        JobResults.same(folder.resolve("bam"), expected);
        try (ChildProcess job =
                handOver(arguments(List.of(folder.resolve("none.fa").toString()), "none"))) {
            assertThat(job.end()).as(job.text()).isEqualTo(3);
            assertThat(job.errors())
                    .containsExactly("virnuc: " + folder.resolve("none.fa") + ": no such file; check the path");
        }
    }

    private static ChildProcess handOver(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(JobResults.program());
        command.add("predict");
        command.addAll(arguments);
        command.addAll(List.of("--engine", "spark", "--master", cluster.address()));
        for (String setting : List.of("executor.memory=512m", "ui.enabled=false", "driver.host=127.0.0.1")) {
            command.addAll(List.of("--spark-conf", "spark." + setting));
        }
        Map<String, String> environment = new HashMap<>(SparkCluster.environment());
        environment.put("VIRNUC_SPARK_JAR", SparkCluster.job().toString());
        return ChildProcess.start(folder.resolve("handed-over.log"), environment, command);
    }

    @Test
    void aCascadeAndAModelThatExecutorsDoNotKnow() throws IOException, InterruptedException {
        Path cache = folder.resolve("cache");
        List<String> known = new ArrayList<>(JobResults.program());
        known.addAll(List.of("models", "import", "own"));
        for (String part : List.of("dna-encoder", "protein-encoder", "head.safetensors")) {
            known.add(part(part).toString());
        }
        Map<String, String> own = Map.of("VIRNUC_CACHE", cache.toString());
        try (ChildProcess command = ChildProcess.start(folder.resolve("import.log"), own, known)) {
            assertThat(command.end()).as(command.text()).isZero();
        }
        List<String> inputs = List.of(folder.resolve("demo.fna").toString());
        String[] options = {"--model", "own", "--length", "500", "--cascade", "--cascade-agreement", "0.9"};
        Map<String, byte[]> expected = JobResults.ofPlainRun(folder, own, arguments(inputs, "plain-cascade", options));
        assertThat(expected).containsKey("cascade.tsv");
        String variable = "spark.executorEnv.VIRNUC_CACHE=";
        List<String> with = List.of("--conf", variable + cache);
        try (ChildProcess job = cluster.submit(own, with, arguments(inputs, "cascade", options))) {
            assertThat(job.end()).as(job.text()).isZero();
        }
        JobResults.same(folder.resolve("cascade"), expected);
        List<String> without = List.of("--conf", variable + folder.resolve("other-cache"));
        List<String> alone = arguments(inputs, "alone", "--model", "own", "--length", "500");
        try (ChildProcess job = cluster.submit(own, without, alone)) {
            assertThat(job.end()).as(job.text()).isEqualTo(4);
            assertThat(job.errors())
                    .singleElement()
                    .asString()
                    .matches("virnuc: shard 1, executor [0-4] on .*: .*own.*");
        }
    }

    /** A part of virnuc-mini as a file; the head has another bias, so that it is another model. */
    private static Path part(String name) throws IOException {
        if (name.endsWith(".safetensors")) {
            byte[] head = resource(MINI + name);
            head[head.length - 1] ^= 1;
            return Files.write(folder.resolve(name), head);
        }
        Path part = Files.createDirectories(folder.resolve(name));
        for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            if (SparkInputIT.class.getResource(MINI + name + "/" + file) != null) {
                Files.write(part.resolve(file), resource(MINI + name + "/" + file));
            }
        }
        return part;
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = SparkInputIT.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static String letters(Random random, String alphabet, int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return letters.toString();
    }

    private static List<String> arguments(List<String> inputs, String out, String... more) {
        List<String> arguments = new ArrayList<>(inputs);
        arguments.addAll(List.of("-o", folder.resolve(out).toString()));
        arguments.addAll(OPTIONS);
        arguments.addAll(List.of(more));
        return arguments;
    }
}
