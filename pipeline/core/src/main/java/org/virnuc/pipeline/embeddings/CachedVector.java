package org.virnuc.pipeline.embeddings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Supplier;
import org.virnuc.files.Digests;

/**
 * A vector to be written to the cache.
 *
 * @param key the first 160 bits of the sequence's SHA-256; among a billion sequences, two share a key with a
 *     probability of 10<sup>-31</sup>
 * @param bytes creates the vector as little-endian float32 on demand, because the rows of a whole shard would fill the
 *     heap
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CachedVector(byte[] key, Supplier<ByteBuffer> bytes) {
    static final Comparator<CachedVector> BY_KEY = (one, other) -> Arrays.compareUnsigned(one.key, other.key);

    /** The key of a sequence. */
    static byte[] key(String sequence) {
        byte[] hash = Digests.sha256().digest(sequence.getBytes(StandardCharsets.ISO_8859_1));
        return Arrays.copyOf(hash, Segment.KEY_BYTES);
    }

    /** Creates a row from one of several vectors stored one after the other. */
    static CachedVector of(byte[] key, float[] vectors, int offset, int dimension) {
        return new CachedVector(key, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vectors, offset, dimension);
            return bytes;
        });
    }

    /** The vector, from position to limit. The caller owns the buffer. */
    ByteBuffer vector() {
        return bytes.get();
    }
}
