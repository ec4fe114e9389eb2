package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnuc.models.checkpoint.TorchFiles.floats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.TestFiles;

/** Files that the original VirNucPro wrote; run with {@code -Dvirnuc.shared=DIR -DexcludedGroups=}. */
@Tag("shared")
class TorchZipSharedTest {

    @ParameterizedTest
    @ValueSource(strings = {"test_fixed_500bp", "test_with_orfs"})
    void mergedRowsEndWithTheProteinVectors(String folder) throws IOException {
        Path upstream = TestFiles.upstream().resolve(folder);
        try (TorchZip merged = TorchZip.open(upstream.resolve("merged.pt"));
                TorchZip protein = TorchZip.open(upstream.resolve("ESM.pt"));
                TorchZip dna = TorchZip.open(upstream.resolve("DNABERT_S.pt"))) {
            assertThat(merged.tensors().get("data"))
                    .isEqualTo(new TensorInfo("data", ElementType.F32, List.of(4L, 3328L)));
            List<?> ids = (List<?>) Objects.requireNonNull(merged.metadata().get("ids"));
            List<?> proteins =
                    (List<?>) Objects.requireNonNull(protein.metadata().get("proteins"));
            float[] rows = floats(merged, "data");
            for (int row = 0; row < 4; row++) {
                int proteinRow = proteins.indexOf(ids.get(row));
                float[] vector = Arrays.copyOfRange(rows, row * 3328 + 768, row * 3328 + 3328);
                assertThat(Arrays.equals(floats(protein, "data." + proteinRow), vector))
                        .isTrue();
            }
            assertThat(dna.tensors()).isEmpty();
            assertThat(dna.metadata().get("nucleotide")).isEqualTo(ids);
        }
    }
}
