package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.embeddings.EmbeddingCache;

/**
 * Where encoders keep vectors for later runs.
 *
 * @param folder that any number of runs may use at once
 * @param limit most bytes of all vectors; those used longest ago go first
 */
public record EmbeddingCacheChoice(Path folder, long limit) {

    /**
     * Opens the cache of the run in a directory.
     *
     * @throws UsageException where the folder is a file, or the run's own directory
     */
    EmbeddingCache open(Path runDirectory) throws IOException {
        EmbeddingCache cache = new EmbeddingCache(folder, limit);
        if (cache.isAt(runDirectory)) {
            throw new UsageException("the embedding cache " + runDirectory
                    + " is the run's own directory; name another folder, which runs may share");
        }
        return cache;
    }
}
