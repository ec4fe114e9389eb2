package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;

/**
 * Checks that no file that a command reads is also one that it writes or removes, because the user's file would be
 * lost. Files are compared by identity, so links, relative names and letter case make no difference. What is no file,
 * such as a device, is never written either: a file would take its place.
 */
public final class NamedFiles {
    private final Set<Place> read = new LinkedHashSet<>();
    private final Set<Place> written = new LinkedHashSet<>();
    private final Set<Place> folders = new LinkedHashSet<>();
    private final Set<Path> apart = new LinkedHashSet<>();
    private final Map<Path, Path> realFolders = new HashMap<>();
    private final Map<Path, Object> identities = new HashMap<>();

    /**
     * A path that the command uses.
     *
     * @param what its name in messages, such as {@code the input}
     * @param advice what to do if the path conflicts with another; empty for a file that is only read
     */
    private record Place(String what, Path path, String advice) {}

    /** Adds a file that the command reads. */
    public NamedFiles reads(String what, Path file) {
        read.add(new Place(what, file, ""));
        return this;
    }

    /** Adds a file that the command writes or removes. {@code advice} says how to choose another. */
    public NamedFiles writes(String what, Path file, String advice) {
        written.add(new Place(what, file, advice));
        return this;
    }

    /**
     * Adds a file that a user names for the command to write, and that must not be a result of a run. {@code advice}
     * says how to choose another.
     */
    public NamedFiles writesApart(String what, Path file, String advice) {
        apart.add(file);
        return writes(what, file, advice);
    }

    /**
     * Adds a folder that belongs to the program with everything below it. {@code advice} says how to choose another.
     */
    public NamedFiles owns(String what, Path folder, String advice) {
        folders.add(new Place(what, folder, advice));
        return this;
    }

    /**
     * Compares all paths. Nothing is opened or changed.
     *
     * @throws UsageException naming the path and its two uses
     */
    public void check() {
        Map<Object, Place> owned = new HashMap<>();
        folders.forEach(folder -> owned.put(identity(folder.path()), folder));
        Map<Object, Place> taken = new HashMap<>();
        for (Place place : written) {
            Place other = taken.putIfAbsent(identity(place.path()), place);
            if (other != null && !other.what().equals(place.what())) {
                throw refused(place, "is both " + other.what() + " and " + place.what(), place);
            }
            checkFolders(place, owned);
        }
        for (Place place : read) {
            Place other = taken.get(identity(place.path()));
            if (other != null) {
                throw refused(place, "is both " + place.what() + " and " + other.what(), other);
            }
            checkFolders(place, owned);
        }
        written.forEach(this::checkKind);
    }

    private void checkFolders(Place place, Map<Object, Place> owned) {
        for (Path start : new Path[] {real(place.path()), realOrSame(place.path())}) {
            for (@Nullable Path above = start; above != null; above = above.getParent()) {
                Place folder = owned.get(identity(above));
                if (folder != null) {
                    throw refused(place, "is " + place.what() + " and lies in " + folder.what(), folder);
                }
            }
        }
    }

    private void checkKind(Place place) {
        Path path = place.path();
        if (isDevice(path)) {
            throw new UsageException(path + " is " + place.what()
                    + " and a device, pipe or socket, which a file would replace; " + place.advice());
        }
        Path folder = real(path).getParent();
        if (apart.contains(path)
                && folder != null
                && Files.exists(path)
                && Files.exists(folder.resolve(RunFile.FILE_NAME))
                && ResultLayout.ALL.names().anyMatch(path.getFileName().toString()::equals)) {
            throw refused(
                    place, "is both " + place.what() + " and a result in the run directory " + path.getParent(), place);
        }
    }

    /** Whether something is there that is neither a file nor a folder, or leads to such, as {@code /dev/stdout} does. */
    private boolean isDevice(Path path) {
        if (Files.isDirectory(path) || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Path real = real(path);
        return real.startsWith("/proc")
                || Path.of("/dev").equals(real.getParent())
                || (Files.exists(path) && !Files.isRegularFile(path));
    }

    private static UsageException refused(Place place, String clash, Place written) {
        return new UsageException(
                place.path() + " " + clash + ", so it would be overwritten or removed; " + written.advice());
    }

    /** An object that is equal for two paths if and only if they are one file, or would be once it exists. */
    private Object identity(Path path) {
        return identities.computeIfAbsent(path, this::found);
    }

    private Object found(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return key == null ? path.toRealPath() : key;
        } catch (IOException notThere) {
            return real(path);
        }
    }

    /** The path with its folder resolved; a link in the last place is not followed. */
    private Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder == null
                ? absolute
                : realFolders.computeIfAbsent(folder, NamedFiles::realFolder).resolve(absolute.getFileName());
    }

    private static Path realFolder(Path folder) {
        if (Files.exists(folder)) {
            return realOrSame(folder);
        }
        Path above = folder.getParent();
        return above == null ? folder : realFolder(above).resolve(Objects.requireNonNull(folder.getFileName()));
    }

    private static Path realOrSame(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            return path.toAbsolutePath().normalize();
        }
    }
}
