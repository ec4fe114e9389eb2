package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.sequences.Frame;
import org.virnuc.sequences.UnscoredReason;

class TranslationStageTest {
    private static final String INPUT =
            ">short\nAC\n>scored\nGGG\n>ambiguous\nNNNNNN\n>closed\nTAGNNNCTANNN\n>late\nACNGGGA\n";

    @Test
    void everyChunkHasFramesOrAReason(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Chunks chunks = stages.chunks(500, stages.input("in.fa", INPUT));
        RecordedObserver observer = new RecordedObserver();
        Frames frames = stages.run(new TranslationStage(), chunks, observer);

        assertThat(entries(frames))
                .containsExactly("TOO_SHORT", "[F1, R1]", "AMBIGUOUS", "NO_OPEN_FRAME", "[F1, F2, R1, R2]");
        assertThat(Files.readAllBytes(folder.resolve("translation/chunks.bin")))
                .startsWith("VNCHK001".getBytes(StandardCharsets.US_ASCII))
                .endsWith(new byte[] {(byte) 0x80, 0x09, (byte) 0xc0, 0x40, 0x1b});
        assertThat(SequenceStages.text(frames.proteins()))
                .isEqualTo(
                        """
                        >scored_chunk_1F1
                        G
                        >scored_chunk_1R1
                        P
                        >late_chunk_1F1
                        G
                        >late_chunk_1F2
                        G
                        >late_chunk_1R1
                        S
                        >late_chunk_1R2
                        P
                        """);
        assertThat(frames.frameCount()).isEqualTo(6);
        assertThat(frames.chunkCount()).isEqualTo(5);
        assertThat(observer.items).isEqualTo(5);
        assertThat(observer.metrics).containsEntry("frames", 6L).containsEntry("chunks_too_short", 1L);
        long unscored = 0;
        for (UnscoredReason reason : UnscoredReason.values()) {
            assertThat(frames.chunkCount(reason)).as(reason.word()).isEqualTo(1);
            unscored += frames.chunkCount(reason);
        }
        assertThat(unscored + 2).as("chunks with a reason and with frames").isEqualTo(frames.chunkCount());
    }

    @Test
    void nucleotidesAndProteinsHaveTheSameIds(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Frames frames = stages.frames(stages.chunks(4, stages.input("in.fa", INPUT)));
        List<String> nucleotideIds = ids(frames.nucleotides());
        assertThat(nucleotideIds).hasSizeGreaterThan(6).isEqualTo(ids(frames.proteins()));
    }

    @Test
    void aChunkFileWithoutAllChunksIsAnError(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Chunks chunks = stages.chunks(500, stages.input("in.fa", INPUT));
        Files.writeString(chunks.file(), ">more_chunk_1\nACGT\n", StandardOpenOption.APPEND);
        assertThatIOException()
                .isThrownBy(() -> stages.frames(chunks))
                .withMessage(chunks.file() + " holds 6 chunks, expected 5");
    }

    @Test
    void theChunkTableNamesItsFaults(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Frames frames = stages.frames(stages.chunks(500, stages.input("in.fa", INPUT)));
        Path table = folder.resolve("translation/chunks.bin");
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length - 1] = 0;
        Files.write(table, bytes);
        assertThatIOException()
                .isThrownBy(() -> entries(frames))
                .withMessage(table + ": chunk 4 has neither frames nor a reason, or both: 0");
        Files.write(table, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatIOException()
                .isThrownBy(() -> entries(frames))
                .withMessage(table + " ends after 4 chunks, expected 5");
        Files.writeString(table, "something else");
        assertThatIOException()
                .isThrownBy(frames::chunks)
                .withMessage(table + " is not a chunk table: it does not begin with VNCHK001");
    }

    @Test
    void aScoredChunkIsNotAskedForItsReason(@TempDir Path folder) throws Exception {
        SequenceStages stages = new SequenceStages(folder);
        Frames frames = stages.frames(stages.chunks(500, stages.input("in.fa", ">a\nGGG\n")));
        try (ChunkTable.Reader table = frames.chunks()) {
            ChunkTable.Entry entry = table.next();
            assertThat(entry.frames()).containsExactly(Frame.F1, Frame.R1);
            assertThatIllegalStateException()
                    .isThrownBy(entry::reason)
                    .withMessage("the chunk has frames to score: [F1, R1]");
        }
    }

    private static List<String> entries(Frames frames) throws IOException {
        List<String> entries = new ArrayList<>();
        try (ChunkTable.Reader table = frames.chunks()) {
            for (long i = 0; i < table.count(); i++) {
                ChunkTable.Entry entry = table.next();
                entries.add(
                        entry.isScored()
                                ? entry.frames().toString()
                                : entry.reason().name());
            }
        }
        return entries;
    }

    private static List<String> ids(Path fasta) throws IOException {
        return SequenceStages.text(fasta)
                .lines()
                .filter(line -> line.startsWith(">"))
                .toList();
    }
}
