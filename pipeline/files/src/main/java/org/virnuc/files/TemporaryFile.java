package org.virnuc.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new file beside the target that receives an atomic write until it is complete. It never reuses an existing file or
 * follows a link of its name. Closing it before it is renamed deletes it.
 */
final class TemporaryFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFile.class);

    private final Path target;
    private final Path path;
    private final FileChannel channel;
    private boolean named;

    private TemporaryFile(Path target, Path path, FileChannel channel) {
        this.target = target;
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates an empty temporary file.
     *
     * @param attributes such as permissions; by default those of any new file
     * @throws FileSystemException if it cannot be created; names the target
     */
    static TemporaryFile of(Path target, FileAttribute<?>... attributes) throws IOException {
        return open(target, TemporaryName.beside(target), attributes);
    }

    /** Creates the file with the given name; fails if that name exists. */
    static TemporaryFile open(Path target, Path path, FileAttribute<?>... attributes) throws IOException {
        try {
            return new TemporaryFile(
                    target,
                    path,
                    FileChannel.open(
                            path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes));
        } catch (FileSystemException e) {
            throw naming(target, e);
        }
    }

    FileChannel channel() {
        return channel;
    }

    /** Forces the content to disk and closes the file, which then only needs its name. */
    void force() throws IOException {
        if (channel.isOpen()) {
            channel.force(true);
            channel.close();
        }
    }

    /** Forces the file to disk and renames it to the target, replacing an existing file. */
    void rename() throws IOException {
        force();
        move(path, target);
        named = true;
        forceFolder(target);
    }

    /** Renames the file to the target without forcing it or its name to disk. */
    void renameUnforced() throws IOException {
        channel.close();
        move(path, target);
        named = true;
    }

    /**
     * Forces the file to disk and renames it to the target, which must not exist.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the target exists
     */
    void renameToNew() throws IOException {
        force();
        try {
            Files.createLink(target, path); // fails if the name exists, even if another process created it just now
        } catch (UnsupportedOperationException | IOException takenOrNoLinks) {
            Files.move(path, target);
        }
        forceFolder(target);
    }

    /** Forces a finished file to disk and renames it within its folder, replacing an existing file. */
    static void rename(Path finished, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(finished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        move(finished, target);
        forceFolder(target);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            if (!named) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void move(Path from, Path target) throws IOException {
        try {
            Files.move(from, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw naming(target, e);
        }
    }

    /** Forces the folder, which makes the name durable. Windows and some network file systems do not support it. */
    static void forceFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            LOG.debug("the folder {} cannot be forced to disk: {}", folder, Reason.of(e));
        }
    }

    /** Returns an equivalent fault that names the target, because the user never asked for the temporary file. */
    private static FileSystemException naming(Path target, FileSystemException e) {
        if (e instanceof FileAlreadyExistsException) {
            return e; // its message already says what is in the way
        }
        FileSystemException named;
        if (e instanceof NoSuchFileException) {
            named = new NoSuchFileException(target.toString(), null, e.getReason());
        } else if (e instanceof AccessDeniedException) {
            named = new AccessDeniedException(target.toString(), null, e.getReason());
        } else {
            named = new FileSystemException(target.toString(), null, e.getReason());
        }
        named.initCause(e);
        return named;
    }
}
