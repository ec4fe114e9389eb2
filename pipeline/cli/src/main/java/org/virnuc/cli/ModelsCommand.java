package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.virnuc.models.store.ModelStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code virnuc models}: shows and manages models. */
@Command(
        name = "models",
        description = "Lists, names, fetches, checks and frees models.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "list|import|pull|verify|prune",
        footer = {
            "",
            "Examples:",
            "  virnuc models list",
            "  virnuc models pull dnabert-s",
            "  virnuc models list --output-format json",
            "",
            "HF_HOME, HF_HUB_CACHE, HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE mean what they mean to every tool of the hub."
        })
final class ModelsCommand implements Callable<Integer> {
    private static final double KIBI = 1024;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    /**
     * Adds the subcommands of {@code models}. Call it only for a {@code models} command, because it slows every start.
     */
    static void addSubcommands(CommandLine line) {
        CommandLine models = Objects.requireNonNull(line.getSubcommands().get("models"));
        models.addSubcommand(new ModelsListCommand());
        models.addSubcommand(new ModelsImportCommand());
        models.addSubcommand(new ModelsPullCommand());
        models.addSubcommand(new ModelsVerifyCommand());
        models.addSubcommand(new ModelsPruneCommand());
    }

    @Override
    public Integer call() {
        return FirstSteps.commands(spec);
    }

    static ModelStore store() {
        return new ModelStore(CacheFolder.writable());
    }

    static PrintWriter out(CommandLine.Model.CommandSpec spec) {
        return spec.commandLine().getOut();
    }

    /** A human-readable size, such as {@code 446.5 MiB}. */
    static String size(long bytes) {
        if (bytes < KIBI) {
            return bytes + " B";
        }
        double value = bytes / KIBI;
        for (String unit : new String[] {"KiB", "MiB", "GiB"}) {
            if (value < KIBI) {
                return String.format(Locale.ROOT, "%.1f %s", value, unit);
            }
            value /= KIBI;
        }
        return String.format(Locale.ROOT, "%.1f TiB", value);
    }
}
