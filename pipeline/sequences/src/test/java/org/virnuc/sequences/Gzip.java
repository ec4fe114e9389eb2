package org.virnuc.sequences;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Makes gzip data for tests. */
final class Gzip {
    private Gzip() {}

    /** Compresses each text as one member, in order. */
    static byte[] members(String... texts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String text : texts) {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(one)) {
                gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
            all.write(one.toByteArray());
        }
        return all.toByteArray();
    }
}
