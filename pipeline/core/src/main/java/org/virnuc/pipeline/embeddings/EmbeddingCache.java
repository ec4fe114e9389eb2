package org.virnuc.pipeline.embeddings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.virnuc.engine.UsageException;

/**
 * Vectors that any run has computed, in a folder that any number of processes may use at once. What is found in it is what the first
 * run has computed, bit by bit. It may cost a run a warning, never the run.
 */
public final class EmbeddingCache {
    private final SegmentFolder folder;

    /**
     * A cache in a folder, which is made when something is added.
     *
     * @param limit most bytes of all vectors; those used longest ago go first
     * @throws UsageException where {@code folder} is a file
     */
    public EmbeddingCache(Path folder, long limit) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("the embedding cache " + folder + " is a file; give a folder");
        }
        this.folder = new SegmentFolder(folder, limit);
    }

    /** Whether this is that directory, whatever it is called. */
    public boolean isAt(Path directory) throws IOException {
        Path own = folder.path();
        return own.toAbsolutePath()
                        .normalize()
                        .equals(directory.toAbsolutePath().normalize())
                || (Files.exists(own) && Files.exists(directory) && Files.isSameFile(own, directory));
    }

    /** The vectors of one encoder; {@code warnings} receives a line for what is damaged, or cannot be read or written. */
    public CachedVectors open(EmbeddingKey encoder, Consumer<String> warnings) {
        return new CachedVectors(folder, encoder, warnings);
    }

    /**
     * What a cache holds, or has let go of.
     *
     * @param encoders how many encoders have vectors in it
     * @param segments files
     */
    public record Contents(int encoders, int segments, long bytes) {
        static Contents of(List<SegmentFile> files) {
            return new Contents(
                    (int) files.stream().map(SegmentFile::encoder).distinct().count(),
                    files.size(),
                    files.stream().mapToLong(SegmentFile::bytes).sum());
        }
    }

    /** What it holds now. */
    public Contents contents() throws IOException {
        return Contents.of(folder.all());
    }

    /**
     * Removes what was not used since, and then what was used longest ago.
     *
     * @param unusedSince what was used later stays
     * @param most bytes that may stay
     * @return what was removed
     */
    public Contents prune(Instant unusedSince, long most) throws IOException {
        return Contents.of(folder.prune(file -> file.lastUsed().isBefore(unusedSince), most));
    }
}
