package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc embedding-cache}: shows the content of an embedding cache and removes parts of it. */
@Command(
        name = "embedding-cache",
        description = {
            "Says what an embedding cache holds, and removes what is not wanted any more.",
            "Without options nothing is removed. Runs may use the cache meanwhile."
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc embedding-cache vectors",
            "  virnuc embedding-cache vectors --older-than 30",
            "  virnuc embedding-cache vectors --prune-to 5G"
        })
final class EmbeddingCacheCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder of --embedding-cache.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(
            names = "--prune-to",
            paramLabel = "SIZE",
            description = "Remove what was used longest ago until no more than that is left, as 5G; 0 removes all.")
    private @Nullable String pruneTo;

    @Option(
            names = "--older-than",
            paramLabel = "DAYS",
            description = "Remove what was not used for this number of days.")
    private @Nullable Integer days;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UsageException(
                    "there is no embedding cache " + folder + "; give the folder of --embedding-cache");
        }
        if (days != null && days < 0) {
            throw new UsageException("--older-than " + days + " is not a number of days; give 0 or more");
        }
        long most = pruneTo == null ? Long.MAX_VALUE : Sizes.parse("--prune-to", pruneTo);
        Instant since = days == null ? Instant.MIN : Instant.now().minus(Duration.ofDays(days));
        EmbeddingCache cache = new EmbeddingCache(folder, Long.MAX_VALUE);
        PrintWriter out = spec.commandLine().getOut();
        if (pruneTo != null || days != null) {
            out.println("removed " + text(cache.prune(since, most)));
        }
        EmbeddingCache.Contents left = cache.contents();
        out.println(text(left) + " of " + left.encoders() + (left.encoders() == 1 ? " encoder" : " encoders"));
        out.flush();
        return ExitCode.DONE.number();
    }

    private static String text(EmbeddingCache.Contents contents) {
        return contents.segments()
                + (contents.segments() == 1 ? " file, " : " files, ")
                + ModelsCommand.size(contents.bytes());
    }
}
