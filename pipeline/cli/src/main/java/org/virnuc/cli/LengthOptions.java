package org.virnuc.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options about the chunk length. */
@Section.Of(Section.MODEL)
final class LengthOptions {
    @Choices.Of(Choices.LENGTHS)
    @Option(
            names = {"-l", "--length"},
            paramLabel = "BASES",
            description = "Length of a chunk, 500 or 300 (default: what the model was trained for).")
    private @Nullable Integer length;

    @Option(
            names = "--allow-length-mismatch",
            fallbackValue = "true",
            description = "Accept a length the model was not trained for.")
    private boolean allowLengthMismatch;

    Optional<Integer> length() {
        return Optional.ofNullable(length);
    }

    boolean allowLengthMismatch() {
        return allowLengthMismatch;
    }
}
