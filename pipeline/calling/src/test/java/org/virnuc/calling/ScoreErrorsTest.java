package org.virnuc.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.models.store.ModelStore;

class ScoreErrorsTest {
    private static final Path CACHE = Path.of("target", "virnuc-cache");

    private final Path folder;
    private final ScoreErrors errors;
    private final ModelPack mini = new ModelStore(CACHE).pack("virnuc-mini");

    ScoreErrorsTest(@TempDir Path folder) {
        this.folder = folder;
        this.errors = ScoreErrors.in(folder);
    }

    @Test
    void theEmbeddedModelShipsItsOwn() {
        assertThat(errors.find(mini, "bf16")).contains(new ScoreError("bf16", 0.0138, 7_887));
        assertThat(errors.find(mini, "int8")).contains(new ScoreError("int8", 0.0307, 7_887));
        assertThat(errors.find(mini, "fp32")).isEmpty();
        assertThat(errors.find(mini, "fp16")).isEmpty();
    }

    @Test
    void theLargerOfWhatIsShippedAndWhatWasMeasuredHereCounts() {
        errors.keep(mini, measured("bf16", 0.001, 2_000));
        assertThat(errors.find(mini, "bf16")).contains(new ScoreError("bf16", 0.0138, 7_887));
        errors.keep(mini, measured("fp16", 0.5, 3_000));
        errors.keep(mini, measured("bf16", 0.04, 2_000));
        assertThat(errors.find(mini, "bf16")).contains(new ScoreError("bf16", 0.04, 2_000));
        assertThat(errors.find(mini, "fp16")).contains(new ScoreError("fp16", 0.5, 3_000));
        errors.keep(mini, measured("bf16", 0.03, 2_500));
        assertThat(errors.find(mini, "bf16")).as("the last one").contains(new ScoreError("bf16", 0.03, 2_500));
    }

    @Test
    void ofAnotherModelNothingIsKnown() {
        errors.keep(mini, measured("fp16", 0.5, 3_000));
        ModelPart head = mini.head();
        ModelPart trainedAnew = ModelPart.of(head.role(), head.family())
                .id(head.id())
                .path(head.path())
                .sha256("0".repeat(64))
                .dimension(head.dimension())
                .build();
        ModelPack other = new ModelPack("virnuc-mini", mini.dna(), mini.protein(), trainedAnew, mini.trainedLengths());
        assertThat(errors.find(other, "fp16")).isEmpty();
        assertThat(errors.find(other, "bf16")).isEmpty();
    }

    @Test
    void aDamagedFileIsNoRunsProblem() throws IOException {
        errors.keep(mini, measured("fp16", 0.5, 3_000));
        for (String damage : List.of("{", "null", "{\"format\":\"virnuc-precision/1\"}", "[]")) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.writeString(file, damage);
                }
            }
            assertThat(errors.find(mini, "fp16")).as(damage).isEmpty();
            assertThat(errors.find(mini, "bf16")).as(damage).isPresent();
        }
    }

    @Test
    void anErrorIsAShareOfEnoughFrames() {
        assertThatThrownBy(() -> new ScoreError("bf16", 1.1, 5_000))
                .hasMessage("error is 1.1 of 5000 frames, expected 0 to 1 of 1000 or more");
        assertThatThrownBy(() -> new ScoreError("bf16", 0.1, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ScoreError measured(String precision, double error, long frames) {
        return new ScoreError(precision, error, frames);
    }
}
