package org.virnuc.pipeline.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A folder so deep that no path reaches its end, so nobody can delete it, not even root. It is built from pieces that
 * are moved into each other, and taken apart when it is closed.
 */
final class DeepFolder implements AutoCloseable {
    private static final int PIECES = 8;
    private static final int LEVELS = 3;
    private static final String LEVEL = "x".repeat(200);

    private final Path aside;
    private final Path folder;

    /**
     * Creates the folder.
     *
     * @param aside a folder on the same disk, for its pieces
     */
    DeepFolder(Path folder, Path aside) throws IOException {
        this.aside = Files.createDirectories(aside);
        this.folder = folder;
        Path inner = Files.createDirectory(aside.resolve("0"));
        for (int i = 1; i <= PIECES; i++) {
            Path outer = aside.resolve(Integer.toString(i));
            Files.move(inner, Files.createDirectories(end(outer)).resolve("in"));
            inner = outer;
        }
        Files.move(inner, folder);
    }

    private static Path end(Path piece) {
        Path end = piece;
        for (int i = 0; i < LEVELS; i++) {
            end = end.resolve(LEVEL);
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        Deque<Path> pieces = new ArrayDeque<>();
        pieces.add(Files.move(folder, aside.resolve("out-" + PIECES)));
        for (int i = PIECES - 1; i >= 0; i--) {
            Path inner = end(pieces.getLast()).resolve("in");
            if (!Files.exists(inner)) {
                return; // somebody could delete it from there on
            }
            pieces.add(Files.move(inner, aside.resolve("out-" + i)));
        }
    }
}
