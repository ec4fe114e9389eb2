package org.virnuc.models.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * What changes when a file is written to or replaced: path, size, time of change, and where the system has them the inode and
 * the time at which the inode changed. The last one cannot be set back, so a copy or a program that restores times is noticed;
 * a fault of the disk below the file system is not.
 */
public final class FileIdentity {
    private FileIdentity() {}

    /** The identity of a file that is there, as text. */
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
