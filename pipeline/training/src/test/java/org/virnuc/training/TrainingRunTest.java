package org.virnuc.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.Interruption;
import org.virnuc.files.Digests;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.ModelException;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.RealRun;
import org.virnuc.pipeline.VirNuc;
import org.virnuc.pipeline.flow.ExtraSteps;
import org.virnuc.pipeline.run.EmbeddingCacheChoice;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.training.data.Split;
import org.virnuc.training.head.HeadSettings;

/** Trainings on pieces of the demo's records, with the embedded encoders. */
class TrainingRunTest {
    private static final HeadSettings QUICK = new HeadSettings(32, 0.5, 0.02, 0.9, 16, 10, 0.85, 6, 5, 3);
    private static final int PIECE = 2_500;

    /** Vectors that all trainings need are computed once. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path vectors;

    private final Path folder;

    private final ModelStore store = new ModelStore(RealRun.CACHE);
    private final List<TelemetrySink> watchers = new ArrayList<>();
    private final Path labelled;

    TrainingRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.labelled = folder.resolve("labelled.fa");
        Map<String, String> truth = new TreeMap<>();
        demo("demo.labels.tsv")
                .lines()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .forEach(cells -> truth.put(cells[0], cells[1]));
        StringBuilder text = new StringBuilder();
        for (String record : demo("demo.fna").split(">", -1)) {
            String id = record.split("\\s", 2)[0];
            if (truth.containsKey(id)) {
                String letters = record.substring(record.indexOf('\n')).replaceAll("\\s", "");
                for (int at = 0; at + PIECE <= letters.length(); at += PIECE) {
                    String piece = id + "-" + at;
                    text.append(">" + piece + " label=" + truth.get(id) + " cluster=c-" + piece + " group=g\n");
                    text.append(letters, at, at + PIECE).append('\n');
                }
            }
        }
        Files.writeString(labelled, text);
    }

    @Test
    void aPackIsTrainedAndUsed() throws Exception {
        TrainingRun.Outcome outcome = train("pack", QUICK);
        assertThat(files(outcome.folder()))
                .containsOnlyKeys(
                        "head.safetensors",
                        "head.pth",
                        "dna-head.safetensors",
                        "calibration.json",
                        "chunk-head.json",
                        "chunk-head.safetensors",
                        "model-card.json",
                        "model-card.md",
                        "split.tsv",
                        "pack.json");
        assertThat(Files.readString(outcome.folder().resolve("split.tsv")))
                .startsWith("id\tlabel\tcluster\tgroup\tpart\n")
                .contains("\ttraining\n", "\tvalidation\n", "\ttest\n");
        ModelCard card = outcome.card();
        assertThat(card.split()).hasSize(6).allSatisfy((part, count) -> assertThat(count.clusters())
                .isPositive());
        assertThat(card.training().head()).isNotEmpty();
        assertThat(card.gpuJoules()).as("energy without a GPU").isNull();
        assertThat(card.chunkHead()).startsWith("logistic regression on scores");
        assertThat(card.figures()).extracting(ModelCard.Row::source).contains("frames", "dna-only", "chunk-head");
        assertThat(card.data()).containsEntry("labelled.fa", Digests.ofFile(labelled));
        JsonNode json = new JsonMapper()
                .readTree(outcome.folder().resolve("model-card.json").toFile());
        assertThat(json.get("figures").size()).isEqualTo(card.figures().size()).isPositive();
        assertThat(Files.readString(outcome.folder().resolve("model-card.md")))
                .startsWith("# Model card: pack\n")
                .contains("## What it is bad at", "Licence: CC0", "| epoch | learning rate |", "Energy: not measured");
        try (VirNuc virnuc = VirNuc.open(RealRun.CACHE)) {
            RunResult run = virnuc.run(RunRequest.of(labelled)
                    .into(folder.resolve("run"))
                    .model(outcome.folder().toString())
                    .encoders(encoders())
                    .build());
            assertThat(run.outcome()).isNotEmpty();
            assertThat(run.records().filter(r -> r.scores().probability().isPresent()))
                    .as("the chunk head judges every chunk")
                    .hasSize((int) Files.readString(labelled)
                            .chars()
                            .filter(c -> c == '>')
                            .count());
            assertThat(run.report().environment())
                    .containsEntry(
                            "model_chunk_head_sha256",
                            store.chunkHead(store.pack(outcome.folder().toString()))
                                    .orElseThrow()
                                    .digest());
        }
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws Exception {
        Map<String, String> first = results(train("one/pack", QUICK));
        assertThat(results(train("two/pack", QUICK))).isEqualTo(first);
        HeadSettings other = new HeadSettings(32, 0.5, 0.02, 0.9, 16, 10, 0.85, 6, 5, 4);
        assertThat(results(train("three/pack", other)).get("head.safetensors"))
                .isNotEqualTo(first.get("head.safetensors"));
    }

    /** What a killed run leaves is what an interrupted one leaves; it goes on after its last epoch. */
    @Test
    void aStoppedTrainingGoesOnToTheSameBytes() throws Exception {
        Map<String, String> whole = results(train("whole/pack", QUICK));
        Thread here = Thread.currentThread();
        watchers.add(TelemetrySink.immediately(event -> {
            if (event instanceof TelemetryEvent.StageProgressed progress
                    && progress.stage().equals("head-training")
                    && progress.doneItems() > 0) { // the state after the first epoch is on disk
                here.interrupt();
            }
        }));
        assertThatThrownBy(() -> train("stopped/pack", QUICK)).matches(Interruption::caused);
        Thread.interrupted(); // left over where a file was being written
        assertThat(files(folder.resolve("stopped/pack"))).doesNotContainKey("pack.json");
        assertThat(states(folder.resolve("stopped/pack.virnuc"))).isNotEmpty();
        watchers.clear();
        List<String> computed = new ArrayList<>();
        watchers.add(event -> {
            if (event instanceof TelemetryEvent.StageStarted started) {
                computed.add(started.stage());
            }
        });
        assertThat(results(train("stopped/pack", QUICK))).isEqualTo(whole);
        assertThat(computed).doesNotContain("dnabert-s", "esm-2").contains("head-training");
    }

    /** VirNucPro's rule: what is part of no annotated protein does not train. */
    @Test
    void onlyFramesOfGivenProteinsTrain() throws Exception {
        run(request("all", QUICK, labelled, Optional.empty()));
        List<String> frames = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("all.virnuc"))) {
            Path proteins = files.filter(file -> file.endsWith("protein.faa"))
                    .findFirst()
                    .orElseThrow();
            Files.readAllLines(proteins).stream()
                    .filter(line -> !line.startsWith(">"))
                    .forEach(frames::add);
        }
        StringBuilder known = new StringBuilder();
        for (int i = 0; i < frames.size(); i += 2) {
            known.append(">p").append(i).append("\nM").append(frames.get(i)).append("K*\n");
        }
        Path proteins = Files.writeString(folder.resolve("proteins.faa"), known.toString());

        run(request("coding", QUICK, labelled, Optional.empty(), Optional.of(proteins)));
        JsonNode all = card("all").path("training");
        JsonNode coding = card("coding").path("training");
        assertThat(all.path("noncodingFrames").asLong()).isZero();
        assertThat(coding.path("noncodingFrames").asLong()).isPositive();
        assertThat(sum(coding.path("frames")) + coding.path("noncodingFrames").asLong())
                .isEqualTo(sum(all.path("frames")));
        assertThat(Files.readString(folder.resolve("coding/model-card.md")))
                .contains("Frames left out because they are part of no given protein: ");
        assertThat(folder.resolve("coding/head.safetensors")).isRegularFile().satisfies(head -> assertThat(
                        Digests.ofFile(head))
                .isNotEqualTo(Digests.ofFile(folder.resolve("all/head.safetensors"))));
    }

    private JsonNode card(String name) throws IOException {
        return new JsonMapper()
                .readTree(folder.resolve(name).resolve("model-card.json").toFile());
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }

    @Test
    void aHeadIsTrainedOn() throws Exception {
        Path start = train("first", QUICK).folder().resolve("head.safetensors");
        TrainingRequest request = request("second", QUICK.hidden(64), labelled, Optional.of(start));
        ModelCard card = run(request).card();
        assertThat(card.settings().get("start")).isEqualTo(start.toString());
        assertThat(card.settings().get("head")).isEqualTo(QUICK);
        assertThat(Files.readString(folder.resolve("second/model-card.md")))
                .contains("- head: hidden layer of 32, dropout 0.5, learning rate 0.02 times 0.85 every 10 epochs,");
        assertThatThrownBy(() -> run(
                        request("third", QUICK, labelled, Optional.of(folder.resolve("second/dna-head.safetensors")))))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("takes 128 features, but the encoders give 256; choose the encoders that this"
                        + " head was trained on");
    }

    @Test
    void whatCannotBeTrainedIsOneLine() throws IOException {
        Path host = Files.writeString(folder.resolve("host.fa"), ">a label=host\nACGT\n");
        assertThatThrownBy(() -> run(request("x", QUICK, host, Optional.empty())))
                .isInstanceOf(InputException.class)
                .hasMessage(host + ": 0 viral and 1 host records; a training needs both, so add viral records");
        Path wrong = Files.writeString(folder.resolve("wrong.fa"), ">a label=virus\nACGT\n");
        assertThatThrownBy(() -> run(request("x", QUICK, wrong, Optional.empty())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the label is 'virus', expected viral or host");
        String short6 = Stream.of("v", "h")
                .flatMap(label -> Stream.of(1, 2, 3)
                        .map(i -> ">" + label + i + " label=" + (label.equals("v") ? "viral" : "host") + "\nATGGCA"
                                + "C".repeat(i) + "\n"))
                .reduce("", String::concat);
        Path tiny = Files.writeString(folder.resolve("tiny.fa"), short6);
        assertThatThrownBy(() -> run(request("x", QUICK, tiny, Optional.empty())))
                .isInstanceOf(InputException.class)
                .hasMessageMatching(
                        "the (viral|host) records for (training|validation|test) have \\d open reading frames,"
                                + " expected 10 or more; add records, or longer ones");
    }

    @Test
    void aChangedPackIsRefused() throws Exception {
        Path pack = train("pack", QUICK).folder();
        Files.writeString(pack.resolve("model-card.md"), "edited");
        assertThat(store.pack(pack.toString()).trainedLengths()).containsExactly(300);
        Files.writeString(pack.resolve("calibration.json"), "{}");
        assertThatThrownBy(() -> store.pack(pack.toString()))
                .isInstanceOf(ModelException.class)
                .hasMessage(pack.resolve("calibration.json")
                        + " is not what was written, says pack.json; restore it, or train the model again");
    }

    private TrainingRun.Outcome train(String name, HeadSettings settings) throws IOException, InterruptedException {
        return run(request(name, settings, labelled, Optional.empty()));
    }

    private TrainingRun.Outcome run(TrainingRequest request) throws IOException, InterruptedException {
        return new TrainingRun(store, request).run(this::host, "test");
    }

    private RunResult host(RunRequest run, ExtraSteps steps) throws IOException, InterruptedException {
        RunRequest.Builder watched = run.toBuilder();
        watchers.forEach(watched::listener);
        RunContext context = RunContext.of(new RunInfo("run", "virnuc", "test", Map.of()), store)
                .steps(steps);
        return new PipelineRun(context).run(watched.build());
    }

    private TrainingRequest request(String name, HeadSettings settings, Path input, Optional<Path> start) {
        return request(name, settings, input, start, Optional.empty());
    }

    private TrainingRequest request(
            String name, HeadSettings settings, Path input, Optional<Path> start, Optional<Path> proteins) {
        Path output = folder.resolve(name);
        RunRequest run = RunRequest.of(input)
                .into(folder.resolve(name + ".virnuc"))
                .length(300)
                .encoders(encoders())
                .embeddingCache(Optional.of(new EmbeddingCacheChoice(vectors, 1L << 30)))
                .build();
        return new TrainingRequest(
                run,
                Optional.empty(),
                Path.of("virnuc-mini/dna-encoder"),
                Path.of("virnuc-mini/protein-encoder"),
                start,
                output,
                settings,
                new Split.Fractions(0.33, 0.33),
                TrainingRequest.ClusterSource.AUTO,
                new FrameChoice(FrameRule.UNAMBIGUOUS, proteins),
                "CC0");
    }

    private static EncoderOptions encoders() {
        return new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 1);
    }

    /** Files that are the same whenever the seed is; the card also says what the training took. */
    private static Map<String, String> results(TrainingRun.Outcome outcome) throws IOException {
        Map<String, String> files = files(outcome.folder());
        files.keySet().removeAll(List.of("model-card.json", "model-card.md", "pack.json"));
        assertThat(files)
                .containsKeys(
                        "head.safetensors",
                        "head.pth",
                        "dna-head.safetensors",
                        "calibration.json",
                        "chunk-head.json",
                        "chunk-head.safetensors");
        return files;
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(f -> !String.valueOf(f.getFileName()).startsWith("."))
                    .toList()) {
                files.put(String.valueOf(file.getFileName()), Digests.ofFile(file));
            }
        }
        return files;
    }

    private static List<Path> states(Path run) throws IOException {
        try (Stream<Path> all = Files.walk(run.resolve("work"))) {
            return all.filter(file -> file.toString().contains("head-state-")).toList();
        }
    }

    private static String demo(String name) throws IOException {
        String resource = "/org/virnuc/data/demo/" + name;
        try (InputStream in = Objects.requireNonNull(TrainingRunTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
