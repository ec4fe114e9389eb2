package org.virnuc.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.EmbeddingCacheChoice;
import picocli.CommandLine.Option;

/** Options about the embedding cache, which keeps vectors of earlier runs. */
@Section.Of(Section.COMPUTE)
final class EmbeddingCacheOptions {
    @Option(
            names = "--embedding-cache",
            paramLabel = "DIR",
            description =
                    "Keep the vectors of all frames there, and take from there those that any run has computed before"
                            + " with the same encoder and precision. Several runs may use it at once (default: none).")
    private @Nullable Path folder;

    @Option(
            names = "--embedding-cache-size",
            paramLabel = "SIZE",
            defaultValue = "20G",
            description =
                    "The most that the embedding cache may hold, as 500M or 20G; what was used longest ago goes first"
                            + " (default: ${DEFAULT-VALUE}).")
    private String size = "20G";

    /** The requested cache. */
    Optional<EmbeddingCacheChoice> cache() {
        long limit = Sizes.parse("--embedding-cache-size", size);
        if (folder == null) {
            return Optional.empty();
        }
        if (folder.toString().isEmpty()) { // the value of an unset variable
            throw new UsageException(
                    "--embedding-cache was given an empty name; name a folder, or leave the option out");
        }
        return Optional.of(new EmbeddingCacheChoice(folder, limit));
    }
}
