package org.virnuc.pipeline.embeddings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.FixedNames;
import org.virnuc.files.Leftovers;

/**
 * The folder of the embedding cache. Reading needs no lock, because segments never change. Adding or removing a segment
 * takes a lock, so that the size limit holds and files left by a crash can be recognised.
 */
final class SegmentFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFolder.class);

    /** Segments below this size are merged once there are {@link #MERGED_AT_ONCE} of them. */
    static final long SMALL_BYTES = 64L << 20;

    static final int MERGED_AT_ONCE = 16;

    /** File locks exclude only other processes; this lock excludes other threads of this process. */
    private static final Object IN_PROCESS = new Object();

    private static final String LOCK = ".lock";
    private static final long NANOS = 1_000_000_000L;

    private final Path path;
    private final long limit;

    /**
     * Creates the view of a folder.
     *
     * @param limit maximum size of all segments together, in bytes
     */
    SegmentFolder(Path path, long limit) {
        this.path = path;
        this.limit = limit;
    }

    /** The path of the folder, which need not exist. */
    Path path() {
        return path;
    }

    /** The segments of an encoder, newest first; none if the folder does not exist. */
    List<SegmentFile> segments(EmbeddingKey encoder) throws IOException {
        return all().stream()
                .filter(file -> file.encoder().equals(encoder.name()))
                .sorted(Comparator.comparing(SegmentFile::order).reversed())
                .toList();
    }

    /** All segments. */
    List<SegmentFile> all() throws IOException {
        return Files.isDirectory(path) ? SegmentFile.in(path) : List.of();
    }

    /**
     * Adds a segment and removes the least recently used ones if the total exceeds the limit.
     *
     * @return false if the segment alone exceeds the limit and was not added
     */
    boolean add(EmbeddingKey encoder, List<CachedVector> rows) throws IOException {
        long bytes = SegmentWriter.size(encoder, rows.size());
        if (bytes > limit) {
            return false;
        }
        locked(() -> {
            shrink(limit - bytes);
            SegmentWriter.write(fresh(encoder), encoder, rows);
            merge(encoder);
        });
        return true;
    }

    /** Marks a segment as used now. */
    void touch(Path segment) throws IOException {
        if (Files.exists(segment)) {
            Files.setLastModifiedTime(segment, FileTime.from(Instant.now()));
        }
    }

    /** Removes a damaged segment if the folder is writable. */
    void remove(Path segment) {
        try {
            Files.deleteIfExists(segment);
        } catch (IOException readOnly) {
            LOG.debug("{} cannot be removed", segment, readOnly);
        }
    }

    /**
     * Removes the chosen segments, then the least recently used ones until the remaining size is at most {@code most}
     * bytes.
     *
     * @return the removed segments
     */
    List<SegmentFile> prune(Predicate<SegmentFile> chosen, long most) throws IOException {
        List<SegmentFile> removed = new ArrayList<>();
        if (Files.isDirectory(path)) {
            locked(() -> {
                for (SegmentFile file : all()) {
                    if (chosen.test(file)) {
                        Files.deleteIfExists(file.path());
                        removed.add(file);
                    }
                }
                removed.addAll(shrink(most));
            });
        }
        return removed;
    }

    /** Work that requires the lock. */
    private interface Action {
        void run() throws IOException;
    }

    private void locked(Action action) throws IOException {
        Files.createDirectories(path);
        synchronized (IN_PROCESS) {
            try (FileChannel channel = FixedNames.lock(path.resolve(LOCK));
                    FileLock lock = channel.lock()) {
                if (lock.isValid()) {
                    // written under the lock only, so that its holder knows that their writers are gone
                    Leftovers.remove(path, SegmentFile::isName);
                    action.run();
                }
            }
        }
    }

    private List<SegmentFile> shrink(long most) throws IOException {
        List<SegmentFile> files = new ArrayList<>(all());
        files.sort(Comparator.comparing(SegmentFile::lastUsed).thenComparing(SegmentFile::order));
        long left = files.stream().mapToLong(SegmentFile::bytes).sum();
        List<SegmentFile> removed = new ArrayList<>();
        for (SegmentFile file : files) {
            if (left > most) {
                Files.deleteIfExists(file.path());
                left -= file.bytes();
                removed.add(file);
            }
        }
        return removed;
    }

    /** Merges many small segments into one, without damaged segments and rows. */
    private void merge(EmbeddingKey encoder) throws IOException {
        List<SegmentFile> small = segments(encoder).stream()
                .filter(file -> file.bytes() < SMALL_BYTES)
                .limit(MERGED_AT_ONCE)
                .toList();
        if (small.size() < MERGED_AT_ONCE) {
            return;
        }
        List<CachedVector> rows = new ArrayList<>();
        Instant lastUsed = Instant.EPOCH;
        for (SegmentFile file : small) {
            rows.addAll(rows(file, encoder));
            lastUsed = file.lastUsed().isAfter(lastUsed) ? file.lastUsed() : lastUsed;
        }
        if (!rows.isEmpty()) {
            Path merged = fresh(encoder);
            SegmentWriter.write(merged, encoder, rows);
            Files.setLastModifiedTime(merged, FileTime.from(lastUsed));
        }
        for (SegmentFile file : small) {
            Files.deleteIfExists(file.path());
        }
    }

    private static List<CachedVector> rows(SegmentFile file, EmbeddingKey encoder) throws IOException {
        try {
            Segment segment = Segment.open(file.path(), encoder);
            List<CachedVector> rows = new ArrayList<>();
            for (int row = 0; row < segment.rows(); row++) {
                segment.row(row).ifPresent(rows::add);
            }
            return rows;
        } catch (DamagedSegmentException damaged) {
            return List.of();
        }
    }

    private Path fresh(EmbeddingKey encoder) {
        Instant now = Instant.now();
        long nanos = now.getEpochSecond() * NANOS + now.getNano();
        return path.resolve(
                SegmentFile.name(encoder, nanos, ThreadLocalRandom.current().nextInt()));
    }
}
