package org.virnuc.pipeline.embeddings;

import java.nio.charset.StandardCharsets;
import org.virnuc.files.Digests;

/**
 * Names the encoder that vectors in the cache are of: those of another are never taken for them.
 *
 * @param encoder names everything besides the sequence that decides a vector: weights, tokenizer, graph, precision
 * @param dimension the length of a vector
 */
public record EmbeddingKey(String encoder, int dimension) {
    private static final int NAME_CHARACTERS = 24;

    /** In names of files. */
    String name() {
        return Digests.ofText(encoder).substring(0, NAME_CHARACTERS);
    }

    /** SHA-256 of the encoder's name, in the header of every file. */
    byte[] digest() {
        return Digests.sha256().digest(encoder.getBytes(StandardCharsets.UTF_8));
    }
}
