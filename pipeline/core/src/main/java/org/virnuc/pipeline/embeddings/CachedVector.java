package org.virnuc.pipeline.embeddings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Supplier;
import org.virnuc.files.Digests;

/**
 * A vector to be written.
 *
 * @param key the first 160 bits of the SHA-256 of the sequence; among a billion sequences two share one with a chance of
 *     10<sup>-31</sup>
 * @param bytes makes the vector, little-endian float32, whenever it is asked for: rows of a whole shard would fill the heap
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CachedVector(byte[] key, Supplier<ByteBuffer> bytes) {
    static final Comparator<CachedVector> BY_KEY = (one, other) -> Arrays.compareUnsigned(one.key, other.key);

    /** The key of a sequence. */
    static byte[] key(String sequence) {
        byte[] hash = Digests.sha256().digest(sequence.getBytes(StandardCharsets.ISO_8859_1));
        return Arrays.copyOf(hash, Segment.KEY_BYTES);
    }

    /** A row of one of several vectors that lie one behind the other. */
    static CachedVector of(byte[] key, float[] vectors, int offset, int dimension) {
        return new CachedVector(key, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vectors, offset, dimension);
            return bytes;
        });
    }

    /** The vector, from position to limit; the buffer is the caller's. */
    ByteBuffer vector() {
        return bytes.get();
    }
}
