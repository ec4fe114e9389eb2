package org.virnuc.models.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Reason;

/**
 * Resource files unpacked to a folder. They are used only after every byte has been compared with the resource, which
 * takes a few milliseconds for a few megabytes.
 */
final class UnpackedFiles {
    private final Path folder;
    private final Map<String, byte[]> contents;

    /**
     * Files that may already be unpacked or not.
     *
     * @param contents contents by path, relative to the folder
     */
    UnpackedFiles(Path folder, Map<String, byte[]> contents) {
        this.folder = folder;
        this.contents = contents;
    }

    Path folder() {
        return folder;
    }

    /**
     * Unpacks missing files and replaces files with other content.
     *
     * @return the files that had other content
     * @throws IOException if a file must not be read or cannot be written; the message names it
     */
    List<Path> restore() throws IOException {
        Set<String> missing = new LinkedHashSet<>();
        Set<String> damaged = new LinkedHashSet<>();
        for (String file : contents.keySet()) {
            compare(file, missing, damaged);
        }
        List<Path> replaced = damaged.stream().map(folder::resolve).toList();
        try {
            missing.addAll(damaged);
            write(missing);
        } catch (IOException e) {
            throw replaced.isEmpty()
                    ? e
                    : new IOException(
                            replaced.get(0) + " is damaged and cannot be replaced (" + Reason.of(e)
                                    + "); remove it, or set VIRNUC_CACHE to a folder that can be written",
                            e);
        }
        return replaced;
    }

    private void compare(String file, Set<String> missing, Set<String> damaged) throws IOException {
        Path unpacked = folder.resolve(file);
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(unpacked, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            missing.add(file);
            return;
        }
        byte[] expected = contents.getOrDefault(file, new byte[0]);
        if (!found.isRegularFile() || found.size() != expected.length) {
            damaged.add(file);
        } else if (!Files.isReadable(unpacked)) {
            throw new AccessDeniedException(unpacked.toString(), null, "may not be read by this user");
        } else if (!Arrays.equals(Files.readAllBytes(unpacked), expected)) {
            damaged.add(file);
        }
    }

    private void write(Set<String> files) throws IOException {
        for (String file : files) {
            AtomicFile.writeShared(folder.resolve(file), contents.getOrDefault(file, new byte[0]));
        }
    }
}
