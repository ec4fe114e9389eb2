package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;
import org.virnuc.sequences.LabelledBam;

/** Runs of the packaged program in which virnuc-mini screens for its own encoders with another head. */
@Tag("slow")
class CascadeIT {
    private static final String MINI = "/org/virnuc/data/models/virnuc-mini/";
    private static final List<String> FILES = List.of(
            "prediction_results.txt",
            "prediction_results_highestscore.csv",
            "sequences.tsv",
            "contig_calls.tsv",
            "cascade.tsv",
            "cascade.json");
    /** Pays from 116 scored chunks on; the demo has 120. */
    private static final String AGREEMENT = "0.9";

    /** Lower precisions round by the batch. */
    private static final Offset<Double> ROUNDING = Offset.offset(0.02);

    private final Path folder;
    private final Path demo;

    CascadeIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.demo = copy("/org/virnuc/data/demo/demo.fna", "demo.fna");
        for (String name :
                List.of("dna-encoder/config.json", "dna-encoder/tokenizer.json", "protein-encoder/config.json")) {
            copy(MINI + name, name);
        }
        copy(MINI + "dna-encoder/model.safetensors", "dna-encoder/model.safetensors");
        copy(MINI + "protein-encoder/model.safetensors", "protein-encoder/model.safetensors");
        moreInclinedToVirus(copy(MINI + "head.safetensors", "head.safetensors"));
    }

    @Test
    void eachChunkHasTheScoresOfItsModelAndASecondRunComputesNothing() throws IOException, InterruptedException {
        predict("small", demo.toString());
        predict("big", command(demo.toString()));
        Ended first = predict("both", cascade(demo.toString(), AGREEMENT));
        assertThat(first.err()).anyMatch(line -> line.startsWith("cascade: the big model scored "));

        Map<String, double[]> small = bests("small");
        Map<String, double[]> big = bests("big");
        Map<String, Long> models = new HashMap<>();
        for (String[] row : rows("both", "cascade.tsv")) {
            String chunk = row[0] + "_chunk_" + row[1];
            double[] own = Objects.requireNonNull((row[2].equals("big") ? big : small).get(chunk), chunk);
            assertThat(Double.parseDouble(row[6])).as(chunk).isCloseTo(own[0], ROUNDING);
            assertThat(Double.parseDouble(row[7])).as(chunk).isCloseTo(own[1], ROUNDING);
            models.merge(row[2], 1L, Long::sum);
        }
        JsonNode chunks = json("both", "cascade.json").path("chunks");
        assertThat(models)
                .containsOnlyKeys("small", "big")
                .containsEntry("small", chunks.path("small_clear").asLong());
        assertThat(rows("both", "cascade.tsv"))
                .hasSize(small.size())
                .hasSize(chunks.path("scored").asInt());
        assertThat(folder.resolve("both/report.html")).content().contains("screened by virnuc-mini");

        Map<String, byte[]> before = contents("both");
        predict("both", cascade(demo.toString(), AGREEMENT));
        assertThat(stages("both", "done")).isEmpty();
        assertThat(stages("both", "skipped")).contains("cascade-trial", "cascade-scores", "consensus");
        same("both", before);
    }

    /** Shards have the vectors of the small model; the big one's chunks are chosen over all of them. */
    @Test
    void aRunByShardsHasTheSameBytes() throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of(cascade(demo.toString(), AGREEMENT, "--fallback", "stretches")));
        options.addAll(List.of("--precision", "fp32", "--threads", "1"));
        predict("whole", options.toArray(String[]::new));
        options.addAll(0, List.of("shard", "-o", folder.resolve("plan").toString()));
        command(options.toArray(String[]::new), "a plan");
        command(new String[] {"work", folder.resolve("plan").toString()}, "all shards");
        command(
                new String[] {
                    "merge",
                    folder.resolve("plan").toString(),
                    "-o",
                    folder.resolve("merged").toString()
                },
                "a merge");
        for (String name : FILES) {
            assertThat(folder.resolve("merged").resolve(name))
                    .as(name)
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(name));
        }
    }

    private void command(String[] arguments, String what) throws IOException, InterruptedException {
        try (Program program = Program.start(folder, arguments)) {
            Ended ended = program.end();
            assertThat(ended.code()).as("%s: %s", what, ended.err()).isZero();
        }
    }

    @Test
    void whereACacheHelpedNothingIsSaidOfTheSaving() throws IOException, InterruptedException {
        String[] plain = cascade(demo.toString(), AGREEMENT);
        assertThat(saving("plain", plain)).contains("the big one alone would have taken about ");
        assertThat(saving("plain", plain)).as("as it was").contains("the big one alone would have taken about ");
        // Both models have the same encoders, so that the big one finds its vectors there.
        String[] cached = cascade(
                demo.toString(),
                AGREEMENT,
                "--embedding-cache",
                folder.resolve("vectors").toString());
        assertThat(saving("cached", cached)).isNotEmpty().doesNotContain("would have taken");
        assertThat(saving("cached", cached)).as("no step runs").isNotEmpty().doesNotContain("would have taken");
    }

    private String saving(String out, String... command) throws IOException, InterruptedException {
        return predict(out, command).err().stream()
                .filter(line -> line.startsWith("cascade: the big model scored "))
                .collect(Collectors.joining());
    }

    @Test
    void onlyWhatDependsOnTheAgreementRunsAgainAndAKilledRunGoesOn() throws IOException, InterruptedException {
        predict("whole", cascade(demo.toString(), AGREEMENT));
        Map<String, byte[]> whole = contents("whole");
        predict("whole", cascade(demo.toString(), "0.89"));
        assertThat(stages("whole", "done"))
                .containsExactly("cascade-trial", "cascade-band", "cascade-big", "cascade-scores", "consensus");

        Path out = folder.resolve("killed");
        try (Program program = start("killed", cascade(demo.toString(), AGREEMENT))) {
            program.follow(
                    out, files -> files.stream().anyMatch(file -> file.matches(".*-cascade-trial-[^/]*/\\..*\\.tmp")));
            program.kill();
            program.end();
        }
        assertThat(out.resolve("cascade.tsv")).doesNotExist();
        predict("killed", cascade(demo.toString(), AGREEMENT));
        assertThat(stages("killed", "skipped"))
                .contains("dnabert-s", "esm-2", "prediction")
                .doesNotContain("cascade-trial");
        same("killed", whole);
    }

    @Test
    void readsAndSamples() throws IOException, InterruptedException {
        Path bam = folder.resolve("aligned.bam");
        LabelledBam.write(bam, LabelledBam.lengths(demo), 300);
        String[] reads = {"--reads", bam.toString(), "--write-reads", "viral,host"};
        predict("reads", cascade(demo.toString(), AGREEMENT, reads));
        Map<String, String> calls = new HashMap<>();
        rows("reads", "contig_calls.tsv").forEach(row -> calls.put(row[0], row[1]));
        List<String[]> labels = rows("reads", "read_labels.tsv");
        assertThat(labels).hasSize(600).anyMatch(label -> !label[3].isEmpty());
        assertThat(labels).allMatch(label -> label[3].isEmpty() || label[3].equals(calls.get(label[2])));
        assertThat(folder.resolve("reads/reads_viral.bam")).isNotEmptyFile();
        assertThat(folder.resolve("reads/reads_host.bam")).isNotEmptyFile();

        Path few = Files.writeString(folder.resolve("few.fa"), ">few\nATGAAACGTATTGGTCGCATTACCGGTGAACTGCTGGAAGCG\n");
        Path sheet = Files.writeString(folder.resolve("sheet.csv"), "sample,path\none," + demo + "\nfew," + few + "\n");
        Ended ended = predict("samples", cascade("--samples", AGREEMENT, sheet.toString()));
        assertThat(ended.err())
                .anyMatch(line -> line.contains("--cascade saves nothing: to show an agreement of 0.9 pays from 116"));
        same("samples/one", contents("reads"));
        assertThat(rows("samples/few", "cascade.tsv")).singleElement().satisfies(row -> assertThat(row[2])
                .isEqualTo("big"));
    }

    /** Adds to what the head says for virus, so that some chunks change their label. */
    private static void moreInclinedToVirus(Path head) throws IOException {
        byte[] content = Files.readAllBytes(head);
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(buffer.getLong(0));
        int at = new ObjectMapper()
                .readTree(new String(content, Long.BYTES, header, StandardCharsets.UTF_8))
                .at("/output_layer.bias/data_offsets/0")
                .asInt();
        int place = Long.BYTES + header + at + Float.BYTES;
        buffer.putFloat(place, buffer.getFloat(place) + 1);
        Files.write(head, content);
    }

    private String[] cascade(String input, String agreement, String... more) {
        List<String> all = new ArrayList<>(List.of(command(input)));
        all.addAll(1, List.of(more));
        all.addAll(List.of("--cascade", "--cascade-agreement", agreement));
        return all.toArray(String[]::new);
    }

    private String[] command(String input) {
        return new String[] {
            input,
            "--dna-model",
            folder.resolve("dna-encoder").toString(),
            "--protein-model",
            folder.resolve("protein-encoder").toString(),
            "--head",
            folder.resolve("head.safetensors").toString(),
            "--length",
            "500"
        };
    }

    private Ended predict(String out, String... arguments) throws IOException, InterruptedException {
        try (Program program = start(out, arguments)) {
            Ended ended = program.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
            return ended;
        }
    }

    private Program start(String out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("predict"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-o", folder.resolve(out).toString(), "--device", "cpu", "--progress", "none"));
        return Program.start(folder, command.toArray(String[]::new));
    }

    private Path copy(String resource, String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (InputStream in = CascadeIT.class.getResourceAsStream(resource)) {
            return Files.write(file, Objects.requireNonNull(in, resource).readAllBytes());
        }
    }

    /** Of each chunk the best score for others and for virus. */
    private Map<String, double[]> bests(String run) throws IOException {
        Map<String, double[]> bests = new HashMap<>();
        for (String[] row : rows(run, "prediction_results.txt")) {
            double[] best = bests.computeIfAbsent(row[0].substring(0, row[0].length() - 2), absent -> new double[2]);
            best[0] = Math.max(best[0], Double.parseDouble(row[2]));
            best[1] = Math.max(best[1], Double.parseDouble(row[3]));
        }
        return bests;
    }

    private List<String[]> rows(String run, String name) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve(name)).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    private List<String> stages(String run, String status) throws IOException {
        List<String> stages = new ArrayList<>();
        for (JsonNode stage : json(run, "telemetry.json").path("stages")) {
            if (stage.path("status").asText().equals(status)) {
                stages.add(stage.path("id").asText());
            }
        }
        return stages;
    }

    private JsonNode json(String run, String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(run).resolve(name).toFile());
    }

    private Map<String, byte[]> contents(String run) throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        for (String name : FILES) {
            contents.put(name, Files.readAllBytes(folder.resolve(run).resolve(name)));
        }
        return contents;
    }

    private void same(String run, Map<String, byte[]> expected) {
        expected.forEach((name, content) ->
                assertThat(folder.resolve(run).resolve(name)).as(name).hasBinaryContent(content));
    }
}
