package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;

/** A run by shards with the packaged program, each command in a process of its own. */
class ShardIT {
    private static final List<String> RESULTS =
            List.of("prediction_results.txt", "sequences.tsv", "confidence.tsv", "chunk_scores.tsv");

    private final Path folder;

    ShardIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shardsAreMadeComputedAndMerged() throws IOException, InterruptedException {
        Path input = DemoInput.beginnings(folder.resolve("demo.fna"));
        String plan = folder.resolve("plan").toString();
        String merged = folder.resolve("merged").toString();
        String plain = folder.resolve("plain").toString();
        assertThat(run("shard", input.toString(), "-o", plan).out())
                .singleElement()
                .asString()
                .matches(".*plan: 1 shard of [0-9,]+ frames, [0-9,]+ chunks");
        Ended early = end("merge", plan, "-o", merged);
        assertThat(early.code()).isEqualTo(ExitCode.INPUT.number());
        assertThat(early.err())
                .singleElement()
                .asString()
                .endsWith("the only shard of " + plan + "; compute it with virnuc work PLAN --shards 1");
        assertThat(Path.of(merged)).doesNotExist();
        Files.delete(input);
        assertThat(run("work", plan, "--part", "1/2").out()).isEmpty();
        assertThat(run("work", plan, "--part", "2/2").out())
                .singleElement()
                .asString()
                .matches("shard 1 of 1: [0-9,]+ frames in .* s");
        assertThat(run("work", plan).out()).singleElement().asString().endsWith(", finished before");
        Ended refused = end("merge", plan, "-o", merged, "--metrics-file", plan + "/plan.json");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .containsExactly("virnuc: " + plan + "/plan.json is both the plan and the file of --metrics-file, so it"
                        + " would be overwritten or removed; give another --metrics-file");
        assertThat(run("merge", plan, "-o", merged).out())
                .singleElement()
                .asString()
                .endsWith("; results in " + merged);
        DemoInput.beginnings(input);
        run("predict", input.toString(), "-o", plain);
        for (String name : RESULTS) {
            assertThat(Path.of(merged, name)).as(name).hasSameBinaryContentAs(Path.of(plain, name));
        }
    }

    /** More letters than heap: a genome, and reads of which half are repeated. */
    @Test
    void aPlanOfALargeInputNeedsLittleMemory() throws IOException, InterruptedException {
        Random random = new Random(3);
        Path input = folder.resolve("large.fa");
        try (BufferedWriter out = Files.newBufferedWriter(input)) {
            out.write(">genome\n");
            for (int line = 0; line < 12_500; line++) {
                out.write(letters(random, 80));
                out.write('\n');
            }
            for (int read = 0; read < 200_000; read++) {
                out.write(">r" + read + "\n" + letters(new Random(read % 100_000), 150) + "\n");
            }
        }
        assertThat(Files.size(input)).isGreaterThan(30_000_000);
        String plan = folder.resolve("plan").toString();
        try (Program program = Program.startWithHeap(folder, "40m", "shard", input.toString(), "-o", plan)) {
            Ended ended = program.end();
            assertThat(ended.code()).as(String.join("\n", ended.err())).isZero();
            assertThat(ended.out()).singleElement().asString().contains(" chunks");
        }
    }

    private static String letters(Random random, int count) {
        char[] letters = new char[count];
        for (int i = 0; i < count; i++) {
            letters[i] = "ACGT".charAt(random.nextInt(4));
        }
        return new String(letters);
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        Ended ended = end(arguments);
        assertThat(ended.code()).as(String.join("\n", ended.err())).isZero();
        return ended;
    }

    private Ended end(String... arguments) throws IOException, InterruptedException {
        try (Program program = Program.start(folder, arguments)) {
            return program.end();
        }
    }
}
