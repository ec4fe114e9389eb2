package org.virnuc.pipeline.embeddings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A cache file, described by its name {@code vectors-<encoder>-<when>-<number>.seg} without reading it.
 *
 * @param encoder the name of its {@link EmbeddingKey}
 * @param order sorts an encoder's segments by the time they were written
 * @param lastUsed when a vector was last found in it, or else when it was written
 */
record SegmentFile(Path path, String encoder, String order, long bytes, Instant lastUsed) {
    private static final Pattern NAME = Pattern.compile("vectors-([0-9a-f]{24})-([0-9a-f]{16}-[0-9a-f]{8})\\.seg");

    /** Creates a name that no other segment has. */
    static String name(EmbeddingKey encoder, long nanosSinceEpoch, int random) {
        return String.format("vectors-%s-%016x-%08x.seg", encoder.name(), nanosSinceEpoch, random);
    }

    /** Whether a file's name is that of a segment. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * All segments in a folder, in no particular order. Files with other names do not belong to the cache; files that
     * disappear meanwhile are skipped.
     */
    static List<SegmentFile> in(Path folder) throws IOException {
        List<SegmentFile> found = new ArrayList<>();
        for (Path file : files(folder)) {
            of(file).ifPresent(found::add);
        }
        return found;
    }

    /** All files of a folder. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (UncheckedIOException e) {
            throw new IOException("cannot list " + folder, e);
        }
    }

    private static Optional<SegmentFile> of(Path file) throws IOException {
        Path name = file.getFileName();
        Matcher match = NAME.matcher(name == null ? "" : name.toString());
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SegmentFile(
                    file,
                    match.group(1),
                    match.group(2),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }
}
