package org.virnuc.pipeline.embeddings;

import java.io.IOException;

/** A file of the cache is not as it was written; the message says in what. */
final class DamagedSegmentException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedSegmentException(String message) {
        super(message);
    }
}
