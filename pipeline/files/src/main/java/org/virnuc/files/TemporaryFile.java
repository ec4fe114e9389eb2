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
 * What an atomic write goes to until it is whole: a new file beside the target. It is never one that was there, nor what a link of that
 * name points to. Closed before it has the target's name, it is removed.
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
     * Makes an empty one.
     *
     * @param attributes such as permissions; without any they are those of every new file
     * @throws FileSystemException where it cannot be made, naming the target
     */
    static TemporaryFile of(Path target, FileAttribute<?>... attributes) throws IOException {
        return open(target, TemporaryName.beside(target), attributes);
    }

    /** Makes one of a given name, which fails where anything has it. */
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

    /** Forces what was written to disk and closes the file; what is left is its name. */
    void force() throws IOException {
        if (channel.isOpen()) {
            channel.force(true);
            channel.close();
        }
    }

    /** Forces the file and gives it the target's name, instead of an older file that has it. */
    void rename() throws IOException {
        force();
        move(path, target);
        named = true;
        forceFolder(target);
    }

    /** Gives the file the target's name without waiting for the disk. */
    void renameUnforced() throws IOException {
        channel.close();
        move(path, target);
        named = true;
    }

    /**
     * Forces the file and gives it a name that nothing has.
     *
     * @throws java.nio.file.FileAlreadyExistsException where something has it
     */
    void renameToNew() throws IOException {
        force();
        try {
            Files.createLink(target, path); // fails where the name is taken, however closely another process came first
        } catch (UnsupportedOperationException | IOException takenOrNoLinks) {
            Files.move(path, target);
        }
        forceFolder(target);
    }

    /** Forces a finished file and gives it another name in its folder, instead of an older file that has it. */
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

    /** The name is durable where a folder can be forced: not on Windows, nor on some network file systems. */
    private static void forceFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            LOG.debug("the folder {} cannot be forced to disk: {}", folder, e.toString());
        }
    }

    /** The same fault of the file that was meant: nobody has asked for the temporary one. */
    private static FileSystemException naming(Path target, FileSystemException e) {
        if (e instanceof FileAlreadyExistsException) {
            return e; // says in its own words what is in the way
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
