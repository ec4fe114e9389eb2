package org.virnuc.models.hub;

import java.util.regex.Pattern;

/**
 * A file of a model on the hub, at one commit.
 *
 * @param path its path in the repository
 * @param size bytes
 * @param checksum what its content must hash to; its name in the cache
 */
record HubFile(String path, long size, Checksum checksum) {
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private static final int LONGEST = 255;

    HubFile {
        if (!isPath(path)) {
            throw new IllegalArgumentException(path + " is no path of a file that may be fetched");
        }
    }

    /**
     * Whether a path may become one of this machine: letters, digits and {@code . _ - /} alone, no part that begins with a dot, none
     * that is empty. What else a server names is not fetched.
     */
    static boolean isPath(String text) {
        return text.length() <= LONGEST && PATH.matcher(text).matches() && !text.contains("..");
    }
}
