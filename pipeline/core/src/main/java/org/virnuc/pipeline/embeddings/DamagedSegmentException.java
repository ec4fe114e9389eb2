package org.virnuc.pipeline.embeddings;

import java.io.IOException;

/** A cache file with content that differs from what was written. The message says how. */
final class DamagedSegmentException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedSegmentException(String message) {
        super(message);
    }
}
