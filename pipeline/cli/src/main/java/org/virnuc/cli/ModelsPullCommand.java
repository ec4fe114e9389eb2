package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.models.hub.Checksum;
import org.virnuc.models.store.ModelCatalog;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc models pull}: downloads a model; the only command that uses the network. */
@Command(
        name = "pull",
        description = {
            "Fetches models, once; everything after that works offline.",
            "MODEL is dnabert-s, esm2_t6_8M, esm2_t12_35M, esm2_t30_150M, esm2_t33_650M, esm2_t36_3B, esm2_t48_15B, "
                    + "virnucpro-500, virnucpro-300, an id of the Hugging Face hub, or the address of a file."
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc models pull dnabert-s esm2_t36_3B virnucpro-500",
            "  virnuc models pull facebook/esm2_t33_650M_UR50D --revision main",
            "  virnuc models pull https://example.org/my_head.pth --name my-head",
            "",
            "The same command goes on where a broken one stopped. Models of the hub go to the hub's own cache."
        })
final class ModelsPullCommand implements Callable<Integer> {
    @Choices.Of(Choices.PUBLISHED)
    @Parameters(paramLabel = "MODEL", arity = "1..*", description = "What to fetch.")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--revision",
            paramLabel = "NAME",
            description = "Branch, tag or commit of a model of the hub (default: main).")
    private @Nullable String revision;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name to give to a file of an address (default: its file name).")
    private @Nullable String name;

    @Option(names = "--sha256", paramLabel = "HEX", description = "What a file of an address must hash to.")
    private @Nullable String sha256;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (models.size() > 1 && (revision != null || name != null || sha256 != null)) {
            throw new UsageException("--revision, --name and --sha256 are of one model; pull one at a time with them");
        }
        Optional<Checksum> checksum = checksum();
        ModelCatalog catalog = ModelsCommand.store().catalog();
        PullProgress progress = new PullProgress(System.err);
        PrintWriter out = ModelsCommand.out(spec);
        for (String model : models) {
            String pulled =
                    catalog.pull(model, Optional.ofNullable(revision), Optional.ofNullable(name), checksum, progress);
            out.println(pulled + " is here, and works offline");
            out.flush();
        }
        return ExitCode.DONE.number();
    }

    private Optional<Checksum> checksum() {
        if (sha256 == null) {
            return Optional.empty();
        }
        Optional<Checksum> checksum = Checksum.parse(sha256).filter(c -> c.kind() == Checksum.Kind.SHA256);
        if (checksum.isEmpty()) {
            throw new UsageException("--sha256 " + sha256 + " is no SHA-256; expected 64 hexadecimal digits");
        }
        return checksum;
    }
}
