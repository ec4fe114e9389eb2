package org.virnuc.pipeline.embeddings;

import java.nio.charset.StandardCharsets;
import org.virnuc.files.Digests;

/**
 * Identifies the encoder of cached vectors. Vectors of another encoder are never used instead.
 *
 * @param encoder everything apart from the sequence that determines a vector: weights, tokenizer, graph, precision
 * @param dimension length of a vector
 */
public record EmbeddingKey(String encoder, int dimension) {
    private static final int NAME_CHARACTERS = 24;

    /** The name used in file names. */
    String name() {
        return Digests.ofText(encoder).substring(0, NAME_CHARACTERS);
    }

    /** SHA-256 of the encoder's name, which is in the header of every file. */
    byte[] digest() {
        return Digests.sha256().digest(encoder.getBytes(StandardCharsets.UTF_8));
    }
}
