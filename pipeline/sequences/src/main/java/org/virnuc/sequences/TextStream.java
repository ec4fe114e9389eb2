package org.virnuc.sequences;

import java.io.IOException;
import java.io.InputStream;

/** Converts a text to FASTA byte by byte. */
abstract class TextStream extends PieceStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream source;
    private final byte[] raw = new byte[BUFFER_BYTES];
    private boolean ended;

    TextStream(InputStream source) {
        this.source = source;
    }

    /** Processes the next byte of the text. */
    abstract void take(byte b);

    /** Called at the end of the text; fails if the text is incomplete. */
    abstract void end();

    @Override
    final void more() throws IOException {
        while (isEmpty() && !ended) {
            int count = source.read(raw, 0, raw.length);
            if (count < 0) {
                ended = true;
                end();
            }
            for (int i = 0; i < count; i++) {
                take(raw[i]);
            }
        }
    }

    @Override
    public final void close() throws IOException {
        source.close();
    }
}
