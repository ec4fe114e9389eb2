package org.virnuc.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.RealRun;
import org.virnuc.pipeline.VirNuc;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.sequences.InputException;

/** The embedded model on the demo, whose truth is known. */
class EvaluationRunTest {
    private final Path folder;
    private final ModelStore store = new ModelStore(RealRun.CACHE);

    EvaluationRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of("demo.fna", "demo.labels.tsv")) {
            String resource = "/org/virnuc/data/demo/" + name;
            try (InputStream in =
                    Objects.requireNonNull(EvaluationRunTest.class.getResourceAsStream(resource), resource)) {
                Files.copy(in, folder.resolve(name));
            }
        }
        String table = Files.readString(folder.resolve("demo.labels.tsv")).replaceFirst("truth", "label");
        Files.writeString(folder.resolve("labels.tsv"), table);
    }

    @Test
    void theDemoIsMeasured() throws IOException, InterruptedException {
        Evaluation evaluation;
        try (VirNuc virnuc = VirNuc.open(RealRun.CACHE)) {
            evaluation = new EvaluationRun(
                            store, request("demo.fna"), Optional.of(folder.resolve("labels.tsv")), Optional.empty())
                    .run(List.of(500), virnuc::run, "test");
        }
        assertThat(evaluation.calibrated()).isTrue();
        Evaluation.Figures figures = Objects.requireNonNull(evaluation.lengths().get(500));
        assertThat(figures.units())
                .extracting(Evaluation.Unit::name)
                .as("the chunk head judges chunks with and without an open frame")
                .containsExactly("all chunks", "1 kb", "3 kb", "10 kb", "record");
        Evaluation.Unit all = figures.units().get(0);
        assertThat(all.viral() + all.host()).isEqualTo(281);
        assertThat(all.scored()).isEqualTo(1);
        Evaluation.Unit records = figures.units().get(figures.units().size() - 1);
        assertThat(records.viral()).isEqualTo(6);
        assertThat(records.host()).isEqualTo(5);
        assertThat(figures.groups()).hasSize(2);
        assertThat(figures.tiers().stream().mapToLong(Evaluation.Tier::records).sum())
                .isEqualTo(11);
        double right = figures.tiers().stream()
                .mapToDouble(tier -> tier.records() * tier.right())
                .sum();
        assertThat(right).as("records called what they are").isCloseTo(10, within(1e-9));
        assertThat(records.accuracy().value()).isCloseTo(10 / 11.0, within(1e-9));
        assertThat(figures.prevalences()).hasSize(12);
        Path written = folder.resolve("out");
        evaluation.write(written);
        JsonNode json =
                new JsonMapper().readTree(written.resolve("evaluation.json").toFile());
        assertThat(json.at("/lengths/500/units/0/viral").asLong()).isEqualTo(all.viral());
        assertThat(Files.readString(written.resolve("evaluation.md")))
                .startsWith("# Evaluation of virnuc-mini\n")
                .contains("## Chunks of 500 bases", "| record | 6 (6) | 5 (5) |", "| 0.01 | at most 0.1 false |");
    }

    @Test
    void bothLabelsAreNeeded() throws IOException {
        Files.writeString(folder.resolve("one.fa"), ">a label=viral\nACGT\n");
        assertThatThrownBy(() -> new EvaluationRun(store, request("one.fa"), Optional.empty(), Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("one.fa")
                        + ": 1 viral and 0 host records; an evaluation needs both, so add host records");
    }

    private RunRequest request(String input) {
        return RunRequest.of(folder.resolve(input))
                .into(folder.resolve("run"))
                .encoders(new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 1))
                .build();
    }
}
