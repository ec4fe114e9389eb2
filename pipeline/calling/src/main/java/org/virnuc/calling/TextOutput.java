package org.virnuc.calling;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lines collected before they are written, each character a byte, so that ids of any encoding pass through. */
public final class TextOutput {
    private static final int FLUSH_CHARS = 1 << 16;

    private final OutputStream out;
    private final StringBuilder text = new StringBuilder();

    public TextOutput(OutputStream out) {
        this.out = out;
    }

    /** Where the next line is put together. */
    public StringBuilder text() {
        return text;
    }

    /** A line has been put together, its end included. */
    public void lineDone() throws IOException {
        if (text.length() >= FLUSH_CHARS) {
            flush();
        }
    }

    /** Hands everything on to the stream. */
    public void flush() throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        text.setLength(0);
    }
}
