package org.virnuc.pipeline.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.virnuc.pipeline.embeddings.VectorUse.ENCODER;
import static org.virnuc.pipeline.embeddings.VectorUse.sequences;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.UsageException;

class EmbeddingCacheTest {
    private static final long ROOMY = 1L << 30;

    private final Path folder;
    private final VectorUse use;

    EmbeddingCacheTest(@TempDir Path temporary) {
        this.folder = temporary.resolve("cache");
        this.use = new VectorUse(folder, ROOMY);
    }

    @Test
    void whatWasComputedOnceIsFoundBitByBit() throws IOException, InterruptedException {
        float[] first = use.run(sequences(0, 1000));
        assertThat(use.computed).hasSize(1000);
        List<String> shuffled = new ArrayList<>(sequences(500, 1000));
        Collections.shuffle(shuffled, new Random(1));
        float[] second = use.run(shuffled);
        assertThat(use.computed).hasSize(500).doesNotContainAnyElementsOf(sequences(500, 500));
        assertThat(second).isEqualTo(VectorUse.vectors(ENCODER, shuffled));
        assertThat(use.run(sequences(0, 1000))).isEqualTo(first);
        assertThat(use.computed).isEmpty();
        assertThat(use.warnings).isEmpty();
        assertThat(segments()).hasSize(2);
    }

    @Test
    void anotherEncoderHasVectorsOfItsOwn() throws IOException, InterruptedException {
        use.run(sequences(0, 10));
        EmbeddingKey other = new EmbeddingKey("dna 0123 bf16-plain bf16 v1", 4);
        use.run(other, sequences(0, 10));
        assertThat(use.computed).hasSize(10);
        assertThat(use.cache().contents().encoders()).isEqualTo(2);
    }

    @Test
    void aDamagedVectorIsNoticedComputedAgainAndReplaced() throws IOException, InterruptedException {
        float[] right = use.run(sequences(0, 100));
        flip(segments().get(0), -3);
        assertThat(use.run(sequences(0, 100))).isEqualTo(right);
        assertThat(use.computed).hasSize(1);
        assertThat(use.damaged).isEqualTo(1);
        assertThat(use.warnings)
                .containsExactly("a vector in the embedding cache is damaged; it is computed again and replaced");
        use.warnings.clear();
        assertThat(use.run(sequences(0, 100))).isEqualTo(right);
        assertThat(use.computed).isEmpty();
        assertThat(use.warnings).isEmpty();
    }

    @Test
    void aDamagedFileIsNoticedAndReplaced() throws IOException, InterruptedException {
        List<String> complaints = List.of(
                "its header is damaged",
                "its index is damaged",
                "its header is damaged",
                "it has 4062 bytes, expected 4064");
        for (int damage = 0; damage < complaints.size(); damage++) {
            float[] right = use.run(sequences(0, 100));
            Path segment = segments().get(0);
            switch (damage) {
                case 0 -> flip(segment, 9);
                case 1 -> flip(segment, Segment.HEADER_BYTES + 30);
                case 2 -> Files.write(segment, new byte[0]);
                default -> Files.write(segment, Arrays.copyOf(Files.readAllBytes(segment), 4062));
            }
            assertThat(use.run(sequences(0, 100))).isEqualTo(right);
            assertThat(use.computed).hasSize(100);
            assertThat(use.warnings)
                    .containsExactly("the embedding cache's file " + segment.getFileName() + " is damaged: "
                            + complaints.get(damage) + "; what it held is computed again");
            use.warnings.clear();
            assertThat(segments()).hasSize(1).doesNotContain(segment);
        }
    }

    @Test
    void whatACrashLeftBehindGoesAndForeignFilesStay() throws IOException, InterruptedException {
        use.run(sequences(0, 10));
        Path leftover = Files.write(
                folder.resolve("." + segments().get(0).getFileName() + ".1-0123456789abcdef.tmp"), new byte[50]);
        Path foreign = Files.write(folder.resolve("notes.txt"), new byte[50]);
        assertThat(use.run(sequences(0, 10))).isEqualTo(VectorUse.vectors(ENCODER, sequences(0, 10)));
        use.run(sequences(10, 10));
        assertThat(leftover).doesNotExist();
        use.cache().prune(Instant.MIN, 0);
        assertThat(segments()).isEmpty();
        assertThat(foreign).exists();
    }

    @Test
    void manySmallFilesBecomeOne() throws IOException, InterruptedException {
        for (int i = 0; i < 40; i++) {
            use.run(sequences(10 * i, 20));
        }
        assertThat(segments()).hasSizeLessThan(SegmentFolder.MERGED_AT_ONCE);
        assertThat(use.run(sequences(0, 410))).isEqualTo(VectorUse.vectors(ENCODER, sequences(0, 410)));
        assertThat(use.computed).isEmpty();
        assertThat(use.warnings).isEmpty();
    }

    @Test
    void theLimitIsKeptAndWhatWasUsedLongestAgoGoesFirst() throws IOException, InterruptedException {
        VectorUse small = new VectorUse(folder, 3 * SegmentWriter.size(ENCODER, 100));
        for (int i = 0; i < 3; i++) {
            small.run(sequences(100 * i, 100));
            age(segments(), 10 - i);
        }
        small.run(sequences(0, 1));
        assertThat(small.computed).isEmpty();
        small.run(sequences(300, 100));
        assertThat(segments()).hasSize(3);
        small.run(sequences(0, 100));
        assertThat(small.computed).as("used a moment ago").isEmpty();
        small.run(sequences(100, 100));
        assertThat(small.computed).as("used longest ago").hasSize(100);
        small.run(sequences(0, 400));
        assertThat(small.warnings)
                .as("a shard that is larger than the limit, less what is found")
                .isEmpty();
        assertThat(bytes()).isLessThanOrEqualTo(3 * SegmentWriter.size(ENCODER, 100));
    }

    @Test
    void moreThanTheLimitIsNotAddedAndSaysSo() throws IOException, InterruptedException {
        VectorUse tiny = new VectorUse(folder, 1000);
        assertThat(tiny.run(sequences(0, 100))).isEqualTo(VectorUse.vectors(ENCODER, sequences(0, 100)));
        assertThat(tiny.warnings)
                .containsExactly("the vectors of 100 sequences are more than the embedding cache may hold; they are not"
                        + " added; give it more room with `embeddingCacheLimit`");
    }

    @Test
    void aCacheThatCannotBeWrittenCostsAWarning() throws IOException, InterruptedException {
        Path file = Files.write(folder.resolveSibling("file"), new byte[1]);
        VectorUse blocked = new VectorUse(file.resolve("below"), ROOMY);
        assertThat(blocked.run(sequences(0, 10))).isEqualTo(VectorUse.vectors(ENCODER, sequences(0, 10)));
        assertThat(blocked.warnings)
                .singleElement()
                .asString()
                .startsWith("the embedding cache cannot be written (")
                .endsWith("); the run goes on without adding to it");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new EmbeddingCache(file, ROOMY))
                .withMessage("the embedding cache " + file + " is a file; give a folder");
    }

    @Test
    void anEncoderThatComputesTooLittleIsAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> use.cache()
                        .open(ENCODER, use.warnings::add)
                        .find(sequences(0, 2))
                        .complete(new float[4]))
                .withMessage("the encoder has computed 4 numbers for 2 sequences, expected 4 for each");
    }

    private List<Path> segments() throws IOException {
        return SegmentFile.in(folder).stream().map(SegmentFile::path).sorted().toList();
    }

    private long bytes() throws IOException {
        return use.cache().contents().bytes();
    }

    private static void age(List<Path> segments, int days) throws IOException {
        Instant then = Instant.now().minusSeconds(86_400L * days);
        for (Path segment : segments) {
            if (Files.getLastModifiedTime(segment)
                    .toInstant()
                    .isAfter(Instant.now().minusSeconds(3600))) {
                Files.setLastModifiedTime(segment, FileTime.from(then));
            }
        }
    }

    /** Flips one bit; a negative {@code at} counts from the end. */
    private static void flip(Path file, int at) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[at < 0 ? content.length + at : at] ^= 16;
        Files.write(file, content);
    }
}
