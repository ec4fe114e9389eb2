package org.virnuc.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that is deleted with all its content when it is closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    /** Creates a temporary folder in {@code parent}. */
    public static TemporaryFolder in(Path parent, String prefix) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(parent, prefix));
    }

    /** Deletes everything that can be deleted. Anything that remains is logged as a warning and is not an error. */
    @Override
    public void close() {
        Deletion deletion = new Deletion();
        deletion.begin(path);
        IOException first = deletion.first;
        if (first != null) {
            LOG.warn(
                    "the temporary folder {} cannot be deleted ({}); delete it by hand, nothing needs it any more",
                    path,
                    Reason.of(first));
        }
    }

    /** Deletes a tree, continues after a failure, and keeps the first reason. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        private @Nullable IOException first;

        void begin(Path folder) {
            try {
                Files.walkFileTree(folder, this);
            } catch (IOException e) {
                failed(e);
            }
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return delete(file);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return failed(e);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return e == null ? delete(folder) : failed(e);
        }

        private FileVisitResult delete(Path file) {
            try {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            } catch (IOException e) {
                return failed(e);
            }
        }

        private FileVisitResult failed(IOException e) {
            first = first == null ? e : first;
            return FileVisitResult.CONTINUE;
        }
    }
}
