package org.virnuc.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.ModelException;
import org.virnuc.models.store.Verification;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code virnuc models verify}: compares the hashes of model files with those recorded. */
@Command(
        name = "verify",
        description = "Reads the files of models again and compares their hashes with those recorded.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc models verify",
            "  virnuc models verify virnuc-mini",
            "  virnuc models verify dnabert-s",
            "",
            "Exit code 4 where a file is damaged."
        })
final class ModelsVerifyCommand implements Callable<Integer> {
    @Choices.Of(Choices.MODELS)
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The model (default: all).")
    private @Nullable String name;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        List<String> damages = new ArrayList<>();
        PrintWriter out = ModelsCommand.out(spec);
        for (Verification found : ModelsCommand.store().catalog().verify(Optional.ofNullable(name))) {
            out.println(found.name() + ": " + found.files() + " files, " + ModelsCommand.size(found.bytes()) + ", "
                    + (found.damages().isEmpty() ? "intact" : "damaged"));
            damages.addAll(found.damages());
        }
        out.flush();
        if (!damages.isEmpty()) {
            throw new ModelException(String.join("; ", damages) + "; restore it, or import or pull it again");
        }
        return ExitCode.DONE.number();
    }
}
