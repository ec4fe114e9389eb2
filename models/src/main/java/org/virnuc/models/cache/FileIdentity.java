package org.virnuc.models.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * Identifies a version of a file by what changes when the file is written to or replaced: path, size, modification time
 * and, where the system has them, the inode and the inode's change time. Programs cannot set the change time back, so
 * even a copy that restores modification times is noticed. Corruption on the disk itself is not.
 */
public final class FileIdentity {
    private FileIdentity() {}

    /** The identity of an existing file, as text. */
    public static String of(Path file) throws IOException {
        Path real = file.toRealPath();
        if (real.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            Map<String, Object> unix = Files.readAttributes(real, "unix:size,lastModifiedTime,ino,ctime");
            return real + "\n" + unix.get("size") + "\n" + unix.get("lastModifiedTime") + "\n" + unix.get("ino") + "\n"
                    + unix.get("ctime");
        }
        BasicFileAttributes basic = Files.readAttributes(real, BasicFileAttributes.class);
        return real + "\n" + basic.size() + "\n" + basic.lastModifiedTime();
    }
}
