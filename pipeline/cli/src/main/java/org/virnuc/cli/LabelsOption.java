package org.virnuc.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.pipeline.run.NamedFiles;
import picocli.CommandLine.Option;

/** The option {@code --labels}: a table that says what records are. */
@Section.Of(Section.INPUT)
final class LabelsOption {
    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Tab-separated table with the columns id, label and, where known, cluster and group.")
    private @Nullable Path labels;

    /** The table; empty if headers or names of folders have the labels. */
    Optional<Path> file() {
        return Optional.ofNullable(labels);
    }

    /** Adds the table, which is read. */
    void addTo(NamedFiles files) {
        file().ifPresent(file -> files.reads("the file of --labels", file));
    }
}
