package org.virnuc.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnuc.pipeline.run.ModelChoice;
import picocli.CommandLine.Option;

/** The option {@code --chunk-head}: a chunk head of the user's own. */
@Section.Of(Section.CALLS)
final class ChunkHeadOption {
    @Option(
            names = "--chunk-head",
            paramLabel = "FILE",
            description = "Judge all chunks with a chunk head of your own, made with \"virnuc calibrate --chunk-head\""
                    + " (default: the model's, where it has one).")
    private @Nullable Path file;

    /** Returns a choice of a model with this chunk head, if there is one. */
    ModelChoice with(ModelChoice choice) {
        return file == null ? choice : choice.withChunkHead(file);
    }
}
