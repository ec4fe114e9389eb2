package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.engine.UsageException;
import org.virnuc.files.PublicApi;
import org.virnuc.pipeline.embeddings.EmbeddingCache;

/**
 * The embedding cache of a run, where encoders store vectors for later runs.
 *
 * @param folder folder that any number of runs may share
 * @param limit maximum size of all vectors in bytes; the least recently used are removed first
 */
@PublicApi
public record EmbeddingCacheChoice(Path folder, long limit) {

    /**
     * Opens the cache for the run in a directory.
     *
     * @throws UsageException if the folder is a file or the run's own directory
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
