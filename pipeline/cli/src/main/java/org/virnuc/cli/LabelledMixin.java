package org.virnuc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnuc.pipeline.run.NamedFiles;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Labelled sequences, as {@code virnuc train} and {@code virnuc evaluate} read them. */
final class LabelledMixin {
    @Parameters(
            paramLabel = "LABELLED",
            arity = "1..*",
            description =
                    "FASTA files, plain or compressed, folders named viral and host, or folders that hold these two.")
    private List<Path> inputs = new ArrayList<>();

    @Mixin
    private LabelsOption labels = new LabelsOption();

    /** The files and folders of sequences. */
    List<Path> inputs() {
        return List.copyOf(inputs);
    }

    /** The table of labels, if there is one. */
    Optional<Path> labels() {
        return labels.file();
    }

    /** Adds the table of labels, which is read. */
    void addTo(NamedFiles files) {
        labels.addTo(files);
    }
}
