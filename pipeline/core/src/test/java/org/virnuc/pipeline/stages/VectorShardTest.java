package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorShardTest {
    private final Path folder;

    VectorShardTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 1_000})
    void roundTrip(int rows) throws IOException {
        Random random = new Random(rows);
        int dimension = 33;
        long first = 30_000;
        List<String> ids = new ArrayList<>();
        long[] firstOf = new long[rows];
        int own = 0;
        for (int row = 0; row < rows; row++) {
            ids.add("id\u00e4\u00ff|" + "x".repeat(random.nextInt(20)) + row);
            boolean repeat = random.nextInt(3) == 0;
            firstOf[row] = repeat ? random.nextLong(first + row) : first + row;
            own += repeat ? 0 : 1;
        }
        float[] vectors = new float[own * dimension];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = Float.intBitsToFloat(random.nextInt());
        }
        VectorShard shard = write(first, ids, firstOf, dimension, vectors);

        assertThat(shard.rows()).isEqualTo(rows);
        assertThat(shard.dimension()).isEqualTo(dimension);
        int slot = 0;
        assertThat(shard.ids()).isEqualTo(ids);
        for (int row = 0; row < rows; row++) {
            assertThat(shard.firstOf(row)).isEqualTo(firstOf[row]);
            if (firstOf[row] == first + row) {
                assertThat(shard.slot(first + row)).isEqualTo(slot);
                assertThat(bits(shard, slot, dimension)).isEqualTo(bits(vectors, slot * dimension, dimension));
                slot++;
            }
        }
        assertThat(slot).isEqualTo(own);
    }

    private static int[] bits(VectorShard shard, int slot, int dimension) throws IOException {
        ByteBuffer vector = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        shard.read(slot, vector);
        float[] values = new float[dimension];
        vector.flip().asFloatBuffer().get(values);
        return bits(values, 0, dimension);
    }

    private static int[] bits(float[] values, int from, int count) {
        return IntStream.range(from, from + count)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    @Test
    void vectorsThatAreCutOffAreAnErrorThatSaysSo() throws IOException {
        VectorShard shard = write(0, List.of("a"), new long[] {0}, 2, new float[] {1, 2});
        assertThatThrownBy(() -> shard.read(1, ByteBuffer.allocate(8)))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("shard.vec") + " ends at byte 88, 8 too early");
    }

    @Test
    void repeatHasNoVectorOfItsOwn() throws IOException {
        VectorShard shard = write(0, List.of("a", "b"), new long[] {0, 0}, 1, new float[] {1});
        assertThatThrownBy(() -> shard.slot(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 1 has no vector of its own");
    }

    @Test
    void otherFileIsRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("x.vec"), "NOTAVEC!" + "\0".repeat(80));
        assertThatThrownBy(() -> VectorShard.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is not a vector shard: it begins with 'NOTAVEC!'");
    }

    /** The layout is documented: other programs may read it. */
    @Test
    void layout() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VectorShardWriter.write(out, 5, List.of("a", "bc"), new long[] {5, 5}, 1, new float[] {1});
        byte[] bytes = out.toByteArray();
        assertThat(bytes).hasSize(64 + 2 * 8 + 8 + 4).startsWith('V', 'N', 'V', 'E', 'C', '0', '0', '1');
        assertThat(bytes).containsSequence(1, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0);
        assertThat(bytes).endsWith('a', '\n', 'b', 'c', '\n', 0, 0, 0, 0, 0, 0x80, 0x3f);
    }

    private VectorShard write(long first, List<String> ids, long[] firstOf, int dimension, float[] vectors)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VectorShardWriter.write(out, first, ids, firstOf, dimension, vectors);
        return VectorShard.open(Files.write(folder.resolve("shard.vec"), out.toByteArray()));
    }
}
