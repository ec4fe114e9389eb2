package org.virnuc.calling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.confidence.Probability;

/** A row for every record, and false discoveries only where there are enough of them. */
class ConfidenceTableTest {
    private static final CallRule.Call VIRUS = new CallRule.Call(RecordVerdict.VIRUS, "virus", "high");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ConfidenceTable table;
    private final Path folder;

    ConfidenceTableTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        table = new ConfidenceTable(out, folder.resolve("waiting"), false);
    }

    @Test
    void qValueIsTheShareExpectedToBeFalseDownToTheRecord() throws IOException {
        for (int i = 0; i < 99; i++) {
            add("V", 9_900);
        }
        add("VH", 5_000);
        add("nn", Probability.NONE);
        List<String> rows = rows();
        assertThat(rows).hasSize(102);
        assertThat(rows.get(0))
                .isEqualTo("id\tcall\ttier\tprobability\tq_value\tn_chunks\tn_chunks_dna_only\tprobability_dna_only"
                        + "\tdistance\tood");
        assertThat(rows.get(1)).isEqualTo("record\tvirus\thigh\t0.9900\t0.0100\t1\t0\t\t\t");
        assertThat(rows.get(100)).isEqualTo("record\tvirus\thigh\t0.5000\t0.0149\t2\t0\t\t\t");
        assertThat(rows.get(101)).isEqualTo("record\tvirus\thigh\t\t\t0\t0\t\t\t");
    }

    @Test
    void fewRecordsHaveNone() throws IOException {
        for (int i = 0; i < 99; i++) {
            add("V", 9_900);
        }
        assertThat(rows()).contains("record\tvirus\thigh\t0.9900\t\t1\t0\t\t\t");
    }

    @Test
    void distanceAndDnaOnlyHaveTheirColumns() throws IOException {
        RecordScores record = Records.of("VD");
        record.addDistance(2.5);
        table.add(record, new Caller.Called(VIRUS, 9_900, 7_000, true));
        assertThat(rows().get(1)).isEqualTo("record\tvirus\thigh\t0.9900\t\t1\t1\t0.7000\t2.5\tyes");
    }

    @Test
    void stretchesHaveAColumnBehindAllOthers() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ConfidenceTable wider = new ConfidenceTable(bytes, folder.resolve("wider"), true)) {
            wider.add(Records.of("VSsD"), new Caller.Called(VIRUS, 9_900, 7_000, false));
            wider.add(Records.of("nT"), new Caller.Called(VIRUS, Probability.NONE, Probability.NONE, false));
            wider.finish();
        }
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1).lines())
                .containsExactly(
                        "id\tcall\ttier\tprobability\tq_value\tn_chunks\tn_chunks_dna_only\tprobability_dna_only"
                                + "\tdistance\tood\tn_chunks_stretches",
                        "record\tvirus\thigh\t0.9900\t\t1\t1\t0.7000\t\t\t1",
                        "record\tvirus\thigh\t\t\t0\t0\t\t\t\t1");
    }

    private void add(String chunks, int probability) throws IOException {
        table.add(Records.of(chunks), new Caller.Called(VIRUS, probability, Probability.NONE, false));
    }

    private List<String> rows() throws IOException {
        table.finish();
        table.close();
        return out.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }
}
