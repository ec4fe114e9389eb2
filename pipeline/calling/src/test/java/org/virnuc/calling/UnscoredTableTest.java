package org.virnuc.calling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.sequences.ChunkPlan;

/** Bases without a score: each is listed once, none that has one. */
class UnscoredTableTest {
    private static final String HEADER = "record\tstart\tend\treason";

    @Test
    void neighboursWithOneReasonAreOneInterval() throws IOException {
        assertThat(table(Records.of("nnVnaaH")))
                .containsExactly(
                        HEADER,
                        "record\t0\t200\tno-open-frame",
                        "record\t300\t400\tno-open-frame",
                        "record\t400\t600\tambiguous");
        assertThat(table(Records.of("VHSdW"))).containsExactly(HEADER);
    }

    /** 501 bases make chunks of 0 to 500 and 250 to 501. */
    @Test
    void basesThatOneOfTwoChunksScoresAreScored() throws IOException {
        assertThat(table(Records.of("x", 501, 500, "Vn"))).containsExactly(HEADER, "x\t500\t501\tno-open-frame");
        assertThat(table(Records.of("x", 501, 500, "nV"))).containsExactly(HEADER, "x\t0\t250\tno-open-frame");
        assertThat(table(Records.of("x", 501, 500, "na")))
                .containsExactly(HEADER, "x\t0\t500\tno-open-frame", "x\t500\t501\tambiguous");
    }

    @Test
    void scoresThatAreNotUsedAreListedWithTheReason() throws IOException {
        RecordScores record = Records.of("x", 400, 100, "VnDS");
        record.withhold();
        assertThat(table(record)).containsExactly(HEADER, "x\t0\t100\tbelow-min-length", "x\t100\t400\tno-open-frame");
        assertThat(record.scoredBases()).isZero();
        assertThat(record.scored()).isZero();
        assertThat(record.basesWithAnyScore()).isZero();
        assertThat(record.source(0)).isNull();
        for (ChunkSource source : ChunkSource.FALLBACKS) {
            assertThat(record.fallback(source).count()).isZero();
        }
    }

    @Test
    void aRecordWithoutBasesIsAnIntervalOfNone() throws IOException {
        assertThat(table(Records.of("x", 0, 500, ""))).containsExactly(HEADER, "x\t0\t0\tempty");
    }

    @Test
    void intervalsAndScoredChunksAddUp() throws IOException {
        Random random = new Random(7);
        for (int trial = 0; trial < 500; trial++) {
            int length = 1 + random.nextInt(4_000);
            int count = (int) new ChunkPlan(length, 300).count();
            StringBuilder chunks = new StringBuilder();
            random.ints(count, 0, 4).forEach(i -> chunks.append("VHna".charAt(i)));
            RecordScores record = Records.of("x", length, 300, chunks.toString());
            boolean[] scored = new boolean[length];
            for (int chunk = 0; chunk < count; chunk++) {
                for (long at = record.start(chunk); record.isScored(chunk) && at < record.end(chunk); at++) {
                    scored[(int) at] = true;
                }
            }
            long unscored = 0;
            for (String row : table(record).subList(1, table(record).size())) {
                String[] columns = row.split("\t", -1);
                for (int at = Integer.parseInt(columns[1]); at < Integer.parseInt(columns[2]); at++) {
                    assertThat(scored[at])
                            .as("%s of %s in %s", at, length, chunks)
                            .isFalse();
                    unscored++;
                }
            }
            assertThat(unscored + record.scoredBases()).isEqualTo(length);
        }
    }

    private static List<String> table(RecordScores record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        UnscoredTable table = new UnscoredTable(bytes);
        table.add(record);
        table.flush();
        return bytes.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }
}
