package org.virnuc.telemetry.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.virnuc.files.AtomicFile;

/**
 * The closed parts of the file that child processes append to: {@code NAME.1.gz}, {@code NAME.2.gz} and so on beside it.
 * A part whose compression did not finish is {@code NAME.1} instead; it holds the same lines.
 */
final class SinkParts {
    private static final int BUFFER = 1 << 16;
    private static final String COMPRESSED = ".gz";

    private final Path file;

    SinkParts(Path file) {
        this.file = file;
    }

    /** Returns the closed parts in the order in which they were written. */
    List<Path> closed() {
        List<Path> parts = new ArrayList<>();
        for (int number = 1; isThere(number); number++) {
            Path compressed = compressed(number);
            parts.add(exists(compressed) ? compressed : plain(number));
        }
        return parts;
    }

    /**
     * Takes the file away from its writers: the next one creates a new file.
     *
     * @return the new part, not compressed yet
     */
    Path close() throws IOException {
        int number = 1;
        while (isThere(number)) {
            number++;
        }
        Path part = plain(number);
        AtomicFile.adopt(file, part);
        return part;
    }

    /** Replaces a part by its compressed form. After a failure the part is as it was. */
    static void compress(Path part) throws IOException {
        try (AtomicFile packed = AtomicFile.create(part.resolveSibling(part.getFileName() + COMPRESSED))) {
            try (InputStream in = Files.newInputStream(part);
                    OutputStream out = new GZIPOutputStream(packed.leftOpen(), BUFFER)) {
                in.transferTo(out);
            }
            packed.commit();
        }
        Files.delete(part);
    }

    /** Opens a part, compressed or not. */
    static InputStream open(Path part) throws IOException {
        InputStream bytes = Files.newInputStream(part);
        try {
            return part.toString().endsWith(COMPRESSED) ? new GZIPInputStream(bytes, BUFFER) : bytes;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private boolean isThere(int number) {
        return exists(compressed(number)) || exists(plain(number));
    }

    private Path plain(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private Path compressed(int number) {
        return file.resolveSibling(file.getFileName() + "." + number + COMPRESSED);
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
