package org.virnuc.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.models.store.ConvertedModels;
import org.virnuc.models.torchscript.ArchiveCache;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code virnuc models prune}: frees conversions of models in the cache. Model files are not touched. */
@Command(
        name = "prune",
        description = {
            "Frees conversions of models in VirNuc's cache; the next run that needs one makes it again.",
            "Without options: those that this version does not use any more, and what broken conversions left behind.",
            "Model files are never touched."
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc models prune",
            "  virnuc models prune --older-than 30",
            "  virnuc models prune --all"
        })
final class ModelsPruneCommand implements Callable<Integer> {
    @Option(names = "--all", description = "Free all.")
    private boolean all;

    @Option(
            names = "--older-than",
            paramLabel = "DAYS",
            description = "Free what was not used for this number of days.")
    private @Nullable Integer days;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        ConvertedModels.Freed freed = new ConvertedModels(CacheFolder.path()).free(chosen());
        PrintWriter out = ModelsCommand.out(spec);
        for (ArchiveCache.Entry archive : freed.archives()) {
            out.println("freed " + archive.path() + ", " + ModelsCommand.size(archive.bytes()));
        }
        out.println(freed.archives().size() + " conversions, " + ModelsCommand.size(freed.bytes()) + " freed");
        out.flush();
        return ExitCode.DONE.number();
    }

    private Predicate<ArchiveCache.Entry> chosen() {
        if (days != null && (all || days < 0)) {
            throw new UsageException("--older-than " + days + " needs a number of days from 0, and goes without --all");
        }
        if (all) {
            return ConvertedModels.all();
        }
        return days == null
                ? ConvertedModels.outdated()
                : ConvertedModels.unusedSince(Instant.now().minus(Duration.ofDays(days)))
                        .or(ConvertedModels.outdated());
    }
}
