package org.virnuc.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordConfidenceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void rowsAreFoundByTheirNumber() throws IOException {
        Path file = Files.writeString(
                folder.resolve("confidence.tsv"),
                "id\tcall\tprobability\tq_value\tood\na\tvirus\t0.9000\t0.0500\tno\na\tothers\t\t\t\nb\tvirus\t0.7000\t\tyes\n");
        assertThat(RecordConfidence.read(file, Set.of(2L, 3L)))
                .isEqualTo(Map.of(2L, RecordConfidence.NONE, 3L, new RecordConfidence("0.7000", "", "yes")));
    }

    @Test
    void aRunWithoutTheTableHasNone() throws IOException {
        assertThat(RecordConfidence.read(folder.resolve("confidence.tsv"), Set.of(1L)))
                .isEmpty();
    }
}
