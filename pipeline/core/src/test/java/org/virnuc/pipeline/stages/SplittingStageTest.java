package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.engine.StageId;
import org.virnuc.sequences.FastaReader;

class SplittingStageTest {

    @ParameterizedTest
    @CsvSource({"NUCLEOTIDE_SPLITTING, output_3.fa", "PROTEIN_SPLITTING, output_3.faa"})
    void shardsHoldTenThousandRowsInOrder(StageId id, String lastFile, @TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Frames frames = stages.frames(stages.chunks(500, stages.input("in.fa", reads(6_500))));
        RecordedObserver observer = new RecordedObserver();
        SequenceShards shards = stages.run(new SplittingStage(id), frames, observer);

        assertThat(shards.rows()).isEqualTo(frames.frameCount()).isBetween(20_001L, 29_999L);
        assertThat(shards.shards()).isEqualTo(3);
        assertThat(shards.rowsOf(1)).isEqualTo(10_000);
        assertThat(shards.rowsOf(3)).isEqualTo((int) (shards.rows() - 20_000));
        assertThat(shards.firstRowOf(3)).isEqualTo(20_000);
        assertThat(SequenceShards.shardOf(19_999)).isEqualTo(2);
        assertThat(SequenceShards.shardOf(20_000)).isEqualTo(3);
        assertThat(shards.file(3).getFileName()).hasToString(lastFile);
        String joined = SequenceStages.text(shards.file(1))
                + SequenceStages.text(shards.file(2))
                + SequenceStages.text(shards.file(3));
        Path whole = id == StageId.NUCLEOTIDE_SPLITTING ? frames.nucleotides() : frames.proteins();
        assertThat(joined).isEqualTo(SequenceStages.text(whole));
        assertThat(observer.items).isEqualTo(shards.rows());

        List<Long> expected = firstRows(shards);
        try (Duplicates duplicates = shards.duplicates()) {
            assertThat(duplicates.rows()).isEqualTo(shards.rows());
            assertThat(duplicates.firstOf(0, expected.size())).containsExactly(expected.toArray(Long[]::new));
            assertThat(duplicates.firstOf(7, 2)).containsExactly(expected.get(7), expected.get(8));
            assertThatThrownBy(() -> duplicates.firstOf(7, expected.size() - 6))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        long unique = expected.stream().distinct().count();
        assertThat(shards.unique()).isEqualTo(unique).isLessThan(shards.rows());
        assertThat(observer.metrics)
                .containsEntry("duplicates", shards.rows() - unique)
                .containsEntry("shards", 3);
    }

    @Test
    void noFrameMakesNoShard(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Frames frames = stages.frames(stages.chunks(500, stages.input("in.fa", ">a\nNN\n")));
        SequenceShards shards = stages.shards(frames, StageId.PROTEIN_SPLITTING);
        assertThat(shards.rows()).isZero();
        assertThat(shards.shards()).isZero();
        try (Duplicates duplicates = shards.duplicates()) {
            assertThat(duplicates.rows()).isZero();
        }
        assertThatThrownBy(() -> shards.file(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aFrameTooManyOrTooFewIsAnError(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Frames frames = stages.frames(stages.chunks(500, stages.input("in.fa", ">a\nGGG\n")));
        String message = frames.proteins() + " does not hold the 2 frames expected of it";
        Files.writeString(frames.proteins(), ">more\nG\n", StandardOpenOption.APPEND);
        assertThatIOException()
                .isThrownBy(() -> stages.shards(frames, StageId.PROTEIN_SPLITTING))
                .withMessage(message);
        Files.writeString(frames.proteins(), ">less\nG\n");
        Files.delete(folder.resolve("protein-splitting/output_1.faa"));
        assertThatIOException()
                .isThrownBy(() -> stages.shards(frames, StageId.PROTEIN_SPLITTING))
                .withMessage(message);
    }

    @Test
    void theTableOfDuplicatesNamesItsFaults(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Frames frames = stages.frames(stages.chunks(500, stages.input("in.fa", reads(300))));
        SequenceShards shards = stages.shards(frames, StageId.PROTEIN_SPLITTING);
        Path table = folder.resolve("protein-splitting/duplicates.bin");
        Files.write(table, new byte[1], StandardOpenOption.APPEND);
        long size = Files.size(table);
        assertThatIOException()
                .isThrownBy(shards::duplicates)
                .withMessage(table + " has " + size + " bytes, expected those of " + shards.rows() + " rows");
        Files.writeString(table, "something else");
        assertThatIOException()
                .isThrownBy(shards::duplicates)
                .withMessage(table + " is not a table of duplicates: it does not begin with VNDUP001");
    }

    @Test
    void onlySplittingStagesSplit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SplittingStage(StageId.MERGING))
                .withMessage("merging does not split sequences");
    }

    /** Short reads, one in five a repetition of an earlier one. */
    private static String reads(int count) {
        Random random = new Random(5);
        List<String> reads = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            StringBuilder read = new StringBuilder();
            while (read.length() < 30) {
                read.append("ACGT".charAt(random.nextInt(4)));
            }
            reads.add(i % 5 == 4 ? reads.get(random.nextInt(i)) : read.toString());
            text.append(">read").append(i).append('\n').append(reads.get(i)).append('\n');
        }
        return text.toString();
    }

    private static List<Long> firstRows(SequenceShards shards) throws IOException {
        Map<String, Long> seen = new HashMap<>();
        List<Long> firsts = new ArrayList<>();
        for (int shard = 1; shard <= shards.shards(); shard++) {
            try (FastaReader reader = shards.open(shard)) {
                while (reader.next()) {
                    long row = firsts.size();
                    Long first = seen.putIfAbsent(reader.sequenceText(), row);
                    firsts.add(first == null ? row : first);
                }
            }
        }
        return firsts;
    }
}
