package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.pipeline.run.ModelChoice;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.StageStatus;

/** The original's own numbers for small models, through all nine stages and the engine. */
class GoldenRunTest {
    private static final float TOLERANCE = 1e-5f;

    private final Path out;

    GoldenRunTest(@TempDir Path folder) {
        this.out = folder.resolve("out");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 300})
    void allFilesAreTheOriginals(int length) throws IOException, InterruptedException {
        String golden = "/golden/e2e/L" + length + "/";
        RunResult result = RealRun.golden(length).run(RealRun.resource("/golden/e2e/input.fa"), out);

        same(work("01-chunking-*/chunked.fa"), golden + "chunked.fa");
        same(work("02-translation-*/nucleotide.fa"), golden + "nucleotide.fa");
        same(work("02-translation-*/protein.faa"), golden + "protein.faa");
        same(work("03-nucleotide-splitting-*/output_1.fa"), golden + "nucleotide.fa");
        same(work("04-protein-splitting-*/output_1.faa"), golden + "protein.faa");
        same(out.resolve("prediction_results_highestscore.csv"), golden + "prediction_results_highestscore.csv");
        sameScores(out.resolve("prediction_results.txt"), RealRun.resource(golden + "prediction_results.txt"));
        assertThat(result.outcome()).containsEntry("records", 30L);
        assertThat(result.report().stages()).hasSize(9).allMatch(stage -> stage.status() == StageStatus.DONE);
    }

    /** Every published layout of each part with every one of the others, at both lengths; all hold the same models. */
    static Stream<Arguments> layouts() {
        List<String> dna = List.of("dnaberts/model.safetensors", "dnaberts/pytorch_model.bin");
        List<String> proteins = List.of("esm2/hf", "esm2/esm2_t3_tiny.pt", "esm2/pytorch_model.bin");
        List<String> heads = List.of("tiny_model.safetensors", "tiny_model.pth", "tiny_state_dict.pth");
        return Stream.of(500, 300).flatMap(length -> dna.stream().flatMap(d -> proteins.stream()
                .flatMap(p -> heads.stream().map(h -> Arguments.of(length, d, p, "head/" + h)))));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void everyCombinationOfLayoutsGivesTheOriginals(int length, String dna, String protein, String head)
            throws IOException, InterruptedException {
        ModelChoice layouts = new ModelChoice(
                "golden",
                Optional.of(RealRun.resource("/golden/" + dna)),
                Optional.of(withConfig(RealRun.resource("/golden/" + protein))),
                Optional.of(RealRun.resource("/golden/" + head)));
        RunResult result = RealRun.golden(length, layouts).run(RealRun.resource("/golden/e2e/input.fa"), out);

        String golden = "/golden/e2e/L" + length + "/prediction_results";
        same(out.resolve("prediction_results_highestscore.csv"), golden + "_highestscore.csv");
        sameScores(out.resolve("prediction_results.txt"), RealRun.resource(golden + ".txt"));
        assertThat(result.outcome()).containsEntry("records", 30L);
    }

    /** The golden {@code .bin} lies apart from the config and vocabulary that Hugging Face publishes beside it. */
    private Path withConfig(Path protein) throws IOException {
        if (!protein.endsWith("pytorch_model.bin")) {
            return protein;
        }
        Path folder = Files.createDirectory(out.resolveSibling("esm2"));
        for (String file : List.of("config.json", "vocab.txt")) {
            Files.copy(protein.resolveSibling("hf").resolve(file), folder.resolve(file));
        }
        Files.copy(protein, folder.resolve("pytorch_model.bin"));
        return folder;
    }

    /** Ids, order and labels exactly (at a length of 300 one is a tie); scores within the tolerance. */
    private static void sameScores(Path actualFile, Path expectedFile) throws IOException {
        List<String> actual = Files.readAllLines(actualFile, StandardCharsets.ISO_8859_1);
        List<String> expected = Files.readAllLines(expectedFile, StandardCharsets.ISO_8859_1);
        assertThat(actual).hasSameSizeAs(expected).hasSizeGreaterThan(30);
        assertThat(actual.get(0)).isEqualTo(expected.get(0));
        for (int i = 1; i < expected.size(); i++) {
            String[] row = actual.get(i).split("\t", -1);
            String[] wanted = expected.get(i).split("\t", -1);
            assertThat(row).hasSize(4);
            assertThat(row[0]).isEqualTo(wanted[0]);
            assertThat(row[1]).as(actual.get(i)).isEqualTo(wanted[1]);
            for (int score = 2; score < 4; score++) {
                assertThat(Float.parseFloat(row[score]))
                        .as(row[0])
                        .isCloseTo(Float.parseFloat(wanted[score]), within(TOLERANCE));
            }
        }
    }

    private static void same(Path actual, String golden) {
        assertThat(actual).hasSameBinaryContentAs(RealRun.resource(golden));
    }

    private Path work(String pattern) throws IOException {
        Path work = out.resolve("work");
        var matcher = work.getFileSystem().getPathMatcher("glob:" + work + "/" + pattern);
        try (Stream<Path> files = Files.walk(work)) {
            return files.filter(matcher::matches).findFirst().orElseThrow();
        }
    }
}
