package org.virnuc.models.hub;

import java.util.regex.Pattern;

/**
 * A file of a model on the hub, at one commit.
 *
 * @param path its path in the repository
 * @param size bytes
 * @param checksum the expected hash of its content, which is also its name in the cache
 */
record HubFile(String path, long size, Checksum checksum) {
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private static final int LONGEST = 255;

    HubFile {
        if (!isPath(path)) {
            throw new IllegalArgumentException(path + " is not a path of a file that may be downloaded");
        }
    }

    /**
     * Whether a path from the hub is safe to use on this machine: only letters, digits and {@code . _ - /}; no part is
     * empty or starts with a dot. Files with other names are not downloaded.
     */
    static boolean isPath(String text) {
        return text.length() <= LONGEST && PATH.matcher(text).matches() && !text.contains("..");
    }
}
