package org.virnuc.calling.confidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutTableTest {
    private final Path folder;

    HeldOutTableTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Ids are read byte by byte, whatever they were encoded in. */
    @Test
    void idsHaveTheBytesOfTheInput() throws IOException {
        String read = new String("f\u00e5ge\u03bb".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        LabelledRecord.Deltas deltas = LabelledRecord.Deltas.of(0.5);
        LabelledRecord record = new LabelledRecord(read, "c", "g", true, deltas, deltas);
        HeldOut row = new HeldOut(HeldOut.Unit.CHUNK, record, "frames", 1, 1, 0.5, 0.9, null);
        Path table = folder.resolve("held-out.tsv");
        HeldOutTable.write(table, Map.of(500, List.of(row)));
        assertThat(Files.readString(table, StandardCharsets.UTF_8)).contains("\tf\u00e5ge\u03bb\t");
    }
}
