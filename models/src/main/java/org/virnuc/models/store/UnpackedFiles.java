package org.virnuc.models.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

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
            if (missing.size() == contents.size()) {
                unpackAll();
            } else if (!missing.isEmpty() || !damaged.isEmpty()) {
                missing.addAll(damaged);
                replace(missing);
            }
        } catch (IOException e) {
            throw replaced.isEmpty()
                    ? e
                    : new IOException(
                            replaced.get(0) + " is damaged and cannot be replaced (" + e.getMessage()
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

    /** Unpacks to a temporary folder and renames it, so that other processes see all of the files or none. */
    private void unpackAll() throws IOException {
        Path temporary = temporaryFolder();
        try {
            for (String file : contents.keySet()) {
                write(temporary, file);
            }
            if (!move(temporary)) {
                replace(contents.keySet());
            }
        } finally {
            deleteTree(temporary);
        }
    }

    /**
     * Writes each file under a temporary name and renames it, so that other processes see all of the file or nothing.
     */
    private void replace(Set<String> files) throws IOException {
        Path temporary = temporaryFolder();
        try {
            for (String file : files) {
                Path target = folder.resolve(file);
                Files.createDirectories(target.getParent());
                Files.move(
                        write(temporary, file),
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            deleteTree(temporary);
        }
    }

    private Path temporaryFolder() throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        // not createTempDirectory, which makes folders that only their owner can read: a cache may be shared
        return Files.createDirectory(folder.resolveSibling(folder.getFileName() + "." + UUID.randomUUID()));
    }

    private Path write(Path temporary, String file) throws IOException {
        Path target = temporary.resolve(file);
        Files.createDirectories(target.getParent());
        return Files.write(target, contents.getOrDefault(file, new byte[0]));
    }

    /** Renames the folder; false if another process was faster. */
    private boolean move(Path temporary) throws IOException {
        try {
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) { // systems report an existing, non-empty folder differently
                throw e;
            }
            return false;
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
