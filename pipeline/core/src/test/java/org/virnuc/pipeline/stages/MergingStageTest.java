package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors are joined by id; a frame that only one encoder has stops the run and is named. */
class MergingStageTest {
    private final Path folder;
    private final MergingStage stage = new MergingStage();

    MergingStageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void joinsAcrossShardsInOrder() throws IOException, InterruptedException {
        List<List<String>> ids = List.of(VectorFiles.fullShard("a"), List.of("b0", "b1"));
        FeatureShards features = merge(ids, ids);
        assertThat(features.rows()).isEqualTo(SequenceShards.ROWS_PER_SHARD + 2);
        FeatureShards.Reader reader = features.reader();
        reader.open(2);
        assertThat(reader.rows()).isEqualTo(2);
        assertThat(reader.features()).isEqualTo(4);
        assertThat(reader.ids()).containsExactly("b0", "b1");
        assertThat(reader.features(1, 1)).containsExactly(10_001, -10_001, 10_001, -10_001);
        assertThat(reader.features(0, 2))
                .containsExactly(10_000, -10_000, 10_000, -10_000, 10_001, -10_001, 10_001, -10_001);
        reader.close();
    }

    @Test
    void repeatsPointToTheVectorOfAnEarlierShard() throws IOException, InterruptedException {
        List<String> first = VectorFiles.fullShard("a");
        EmbeddingShards dna = VectorFiles.write(folder.resolve("dna"), List.of(first, List.of("b0")));
        EmbeddingShards protein = VectorFiles.write(folder.resolve("protein"), List.of(first, List.of("b0")));
        VectorFiles.write(dna.folder(), 2, List.of("b0"), new long[] {17}, new float[0]);
        FeatureShards features = run(new Embeddings(dna, protein));
        FeatureShards.Reader reader = features.reader();
        reader.open(2);
        assertThat(reader.features(0, 1)).containsExactly(17, -17, 10_000, -10_000);
        reader.close();
    }

    /** Neighbours in the files are read together, others one by one, and no more files are open than a few. */
    @Test
    void rowsInAnyOrderFromAnyNumberOfShards() throws IOException {
        int shards = 150;
        int width = 5;
        List<List<String>> ids = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            ids.add(List.of("a", "b", "c"));
        }
        long[] rows = new Random(4)
                .longs(2_000, 0, 3L * shards)
                .map(i -> i / 3 * SequenceShards.ROWS_PER_SHARD + i % 3)
                .toArray();
        Arrays.sort(rows, 500, 1_000);
        float[] matrix = new float[rows.length * width];
        try (VectorSource source = new VectorSource(VectorFiles.write(folder, ids))) {
            source.copy(rows, matrix, 1, width);
        }
        for (int row = 0; row < rows.length; row++) {
            assertThat(Arrays.copyOfRange(matrix, row * width, (row + 1) * width))
                    .containsExactly(0, (float) rows[row], (float) -rows[row], 0, 0);
        }
    }

    @Test
    void otherIdInARow() {
        fails(
                () -> merge(List.of(List.of("a", "b", "c")), List.of(List.of("a", "x", "c"))),
                "merging: frame 'b' has a nucleotide vector, but the protein vector in its row is of 'x'; run again with `force`");
    }

    @Test
    void frameWithoutProteinVectorIsNamed() {
        fails(
                () -> merge(List.of(List.of("a", "b", "c")), List.of(List.of("a", "b"))),
                "merging: frame 'c' has a nucleotide vector, but the protein vector in its row is of no frame; run again with `force`");
    }

    @Test
    void frameWithoutNucleotideVectorIsNamed() {
        fails(
                () -> merge(List.of(List.of("a")), List.of(List.of("a", "b"))),
                "merging: frame 'b' has a protein vector and no nucleotide vector; run again with `force`");
    }

    @Test
    void frameMissingInTheMiddleIsNamed() {
        fails(
                () -> merge(List.of(List.of("a", "b", "c")), List.of(List.of("a", "c"))),
                "merging: frame 'b' has a nucleotide vector, but the protein vector in its row is of 'c'; run again with `force`");
    }

    @Test
    void shardThatOneSideLacksIsNamedByItsFirstFrame() {
        List<String> full = VectorFiles.fullShard("a");
        fails(
                () -> merge(List.of(full, List.of("b", "c")), List.of(full)),
                "merging: frame 'b' has a nucleotide vector, but the protein vector in its row is of no frame; run again with `force`");
        fails(
                () -> merge(List.of(full), List.of(full, List.of("b"))),
                "merging: frame 'b' has a protein vector and no nucleotide vector; run again with `force`");
    }

    @Test
    void oneSideEmpty() {
        fails(
                () -> merge(List.of(List.of("a")), List.of()),
                "merging: frame 'a' has a nucleotide vector, but the protein vector in its row is of no frame; run again with `force`");
    }

    @Test
    void nothingToJoin() throws IOException, InterruptedException {
        FeatureShards features = merge(List.of(), List.of());
        assertThat(features.rows()).isZero();
        assertThat(features.shards()).isZero();
    }

    private static void fails(ThrowingCallable merging, String message) {
        assertThatThrownBy(merging).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }

    private FeatureShards merge(List<List<String>> dna, List<List<String>> protein)
            throws IOException, InterruptedException {
        return run(new Embeddings(
                VectorFiles.write(Files.createTempDirectory(folder, "dna"), dna),
                VectorFiles.write(Files.createTempDirectory(folder, "protein"), protein)));
    }

    private FeatureShards run(Embeddings input) throws IOException, InterruptedException {
        return new SequenceStages(Files.createTempDirectory(folder, "run")).run(stage, input, new RecordedObserver());
    }
}
