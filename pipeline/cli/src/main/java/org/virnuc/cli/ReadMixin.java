package org.virnuc.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.reads.WrittenReads;
import org.virnuc.pipeline.run.ReadOptions;
import picocli.CommandLine.Option;

/** Options about reads. */
@Section.Of(Section.INPUT)
final class ReadMixin {
    @Option(
            names = "--reference",
            paramLabel = "FASTA",
            description = "What CRAM files were aligned to; needed where they do not hold all bases themselves.")
    private @Nullable Path reference;

    @Option(
            names = "--strict-input",
            fallbackValue = "true",
            description =
                    "A bgzip, BAM or CRAM file without the mark at its end, which may have been cut short, is an error"
                            + " (exit code 3) instead of a warning.")
    private boolean strict;

    /** The requested read options. */
    ReadOptions options() {
        return new ReadOptions(Optional.ofNullable(reference), Optional.empty(), WrittenReads.NONE, strict);
    }
}
