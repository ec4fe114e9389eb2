package org.virnuc.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnuc.pipeline.run.ModelChoice;
import picocli.CommandLine.Option;

/** Options that select the model. */
@Section.Of(Section.MODEL)
final class ModelOptions {
    @Choices.Of(Choices.PACKS)
    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            defaultValue = "virnuc-mini",
            description = "A pack of \"virnuc models list\" (default: ${DEFAULT-VALUE}, embedded).")
    private String model = "virnuc-mini";

    @Choices.Of(Choices.DNA_PARTS)
    @Option(
            names = "--dna-model",
            paramLabel = "PATH",
            description = "DNABERT-S: a Hugging Face folder, the weights in it, or a name, as dnabert-s once pulled.")
    private @Nullable Path dnaModel;

    @Choices.Of(Choices.PROTEIN_PARTS)
    @Option(
            names = "--protein-model",
            paramLabel = "PATH",
            description = "ESM-2: such a folder, fair-esm's .pt file, or a name, as esm2_t36_3B once pulled.")
    private @Nullable Path proteinModel;

    @Choices.Of(Choices.HEADS)
    @Option(
            names = "--head",
            paramLabel = "PATH",
            description = "The head: VirNucPro's .pth, a state dict, safetensors, or a name.")
    private @Nullable Path head;

    /** The requested model. */
    ModelChoice choice() {
        if (dnaModel == null && proteinModel == null && head == null) {
            return ModelChoice.named(model);
        }
        ModelChoice.Parts parts = ModelChoice.parts();
        if (dnaModel != null) {
            parts.dna(dnaModel);
        }
        if (proteinModel != null) {
            parts.protein(proteinModel);
        }
        if (head != null) {
            parts.head(head);
        }
        return parts.build();
    }
}
