package org.virnuc.pipeline.embeddings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.virnuc.engine.UsageException;

/**
 * A cache of vectors in a folder that any number of processes may share. A cached vector equals, bit by bit, what the
 * first run computed. A faulty cache may cause a warning but never fails a run.
 */
public final class EmbeddingCache {
    private final SegmentFolder folder;

    /**
     * Creates a cache in a folder. The folder is created when the first vectors are added.
     *
     * @param limit maximum size of all vectors in bytes; the least recently used are removed first
     * @throws UsageException if {@code folder} is a file
     */
    public EmbeddingCache(Path folder, long limit) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("the embedding cache " + folder + " is a file; give a folder");
        }
        this.folder = new SegmentFolder(folder, limit);
    }

    /** Whether the cache is in this directory, by whatever path. */
    public boolean isAt(Path directory) throws IOException {
        Path own = folder.path();
        return own.toAbsolutePath()
                        .normalize()
                        .equals(directory.toAbsolutePath().normalize())
                || (Files.exists(own) && Files.exists(directory) && Files.isSameFile(own, directory));
    }

    /**
     * Opens the vectors of one encoder. {@code warnings} receives a line for anything that is damaged or cannot be read
     * or written.
     */
    public CachedVectors open(EmbeddingKey encoder, Consumer<String> warnings) {
        return new CachedVectors(folder, encoder, warnings);
    }

    /**
     * The content of a cache, or the part that was removed from it.
     *
     * @param encoders number of encoders with vectors
     * @param segments number of files
     */
    public record Contents(int encoders, int segments, long bytes) {
        static Contents of(List<SegmentFile> files) {
            return new Contents(
                    (int) files.stream().map(SegmentFile::encoder).distinct().count(),
                    files.size(),
                    files.stream().mapToLong(SegmentFile::bytes).sum());
        }
    }

    /** The current content. */
    public Contents contents() throws IOException {
        return Contents.of(folder.all());
    }

    /**
     * Removes segments that have not been used since a time, then the least recently used ones until the rest is small
     * enough.
     *
     * @param unusedSince segments used after this time are kept
     * @param most maximum size of the remaining segments in bytes
     * @return what was removed
     */
    public Contents prune(Instant unusedSince, long most) throws IOException {
        return Contents.of(folder.prune(file -> file.lastUsed().isBefore(unusedSince), most));
    }
}
