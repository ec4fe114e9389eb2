package org.virnuc.sequences;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.ZstdLibrary;

/**
 * A compression format, recognised by its first bytes. All members are read: files that were compressed separately and
 * concatenated are one input.
 */
enum Compression {
    GZIP("\u001f\u008b", "gzip -t") {
        @Override
        InputStream open(InputStream source) throws IOException {
            return new GzipMembers(source, BUFFER_BYTES);
        }
    },
    BZIP2("BZh", "bzip2 -t") {
        @Override
        InputStream open(InputStream source) throws IOException {
            return new BZip2CompressorInputStream(source, true);
        }
    },
    XZ("\u00fd7zXZ\u0000", "xz -t") {
        @Override
        InputStream open(InputStream source) throws IOException {
            return XZCompressorInputStream.builder()
                    .setInputStream(source)
                    .setDecompressConcatenated(true)
                    .setMemoryLimitKiB(XZ_KIBIBYTES)
                    .get();
        }
    },
    ZSTD("(\u00b5/\u00fd", "zstd -t") {
        @Override
        InputStream open(InputStream source) throws IOException {
            ZstdLibrary.load();
            return new ZstdCompressorInputStream(source);
        }
    };

    private static final int BUFFER_BYTES = 1 << 16;

    /** The memory limit for xz, four times the need of xz -9: a small file can request gigabytes. */
    private static final int XZ_KIBIBYTES = 256 << 10;

    private final String magic;
    private final String check;

    Compression(String magic, String check) {
        this.magic = magic;
        this.check = check;
    }

    /** Detects the compression from the first bytes; null if there is none. */
    static @Nullable Compression of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (Compression compression : values()) {
            if (text.startsWith(compression.magic)) {
                return compression;
            }
        }
        return null;
    }

    /** The name of the program. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Starts to decompress. Damage causes an IOException here or while reading. */
    abstract InputStream open(InputStream source) throws IOException;

    /**
     * The decompressed content. Damage of any kind causes an {@link InputException} that says what to do with the file.
     */
    Decoded decode(String name, InputStream source) {
        return new Decoded(name, source);
    }

    private InputException damaged(String name, Exception cause) {
        if (cause instanceof MemoryLimitException) {
            return new InputException(
                    name + ": compressed with a window too large to read here; decompress it with: " + word() + " -dk "
                            + name,
                    cause);
        }
        if (cause instanceof GzipMembers.Trailing) {
            return new InputException(
                    name + ": other bytes follow the gzip data, perhaps of a file that did not arrive whole; copy or"
                            + " download it again, or keep what comes before them with: gzip -cdq " + name,
                    cause);
        }
        return new InputException(
                name + ": the " + word()
                        + " data is damaged or cut short; copy or download it again, then check it with: " + check + " "
                        + name,
                cause);
    }

    /** Decompressed content. */
    final class Decoded extends InputStream {
        private final String name;
        private final InputStream in;

        Decoded(String name, InputStream source) {
            this.name = name;
            try {
                in = open(source);
            } catch (InputException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw damaged(name, e);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            try {
                return in.read(into, offset, length);
            } catch (InputException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw damaged(name, e);
            }
        }

        /**
         * Whether the content, after reading it completely, is whole as far as the format shows; bgzip has an end
         * marker.
         */
        boolean endsWhole() {
            return !(in instanceof GzipMembers members) || members.endsWhole();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
