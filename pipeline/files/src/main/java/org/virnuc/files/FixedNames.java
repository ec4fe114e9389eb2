package org.virnuc.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Opens files with a fixed name in folders that others may also write to: logs, journals and locks. Anyone who can write to
 * such a folder could have put a link there, so a link is never followed, and nothing but a plain file is opened.
 */
public final class FixedNames {
    private FixedNames() {}

    /**
     * Opens a file to append to it, and creates it if it is missing.
     *
     * @throws FileSystemException if a link, or anything else that is no plain file, has that name
     */
    public static FileChannel append(Path file) throws IOException {
        return open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND,
                LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Opens a file to lock it, and creates it empty if it is missing.
     *
     * @throws FileSystemException if a link, or anything else that is no plain file, has that name
     */
    public static FileChannel lock(Path file) throws IOException {
        return open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    private static FileChannel open(Path file, OpenOption... options) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(file); // opening a named pipe would wait for its reader
        }
        try {
            return FileChannel.open(file, Set.of(options));
        } catch (FileSystemException e) {
            if (Files.isSymbolicLink(file)) { // put there a moment ago
                throw refused(file);
            }
            throw e;
        }
    }

    private static FileSystemException refused(Path file) {
        String what = Files.isSymbolicLink(file) ? "a link" : "not a plain file";
        return new FileSystemException(
                file.toString(),
                null,
                file.getFileName() + " is " + what + ", which virnuc does not write through; remove it");
    }
}
