package org.virnuc.pipeline.stages;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.sequences.InputFile;

/**
 * The input files in the given order; their records form one sequence.
 *
 * @param paths files to read; {@code -} is standard input
 * @param names names of the files in messages
 * @param reference the FASTA file that CRAM files were compressed against
 * @param strict whether a file without its format's end marker is an error
 */
public record InputFiles(List<Path> paths, List<String> names, Optional<Path> reference, boolean strict) {

    public InputFiles {
        paths = List.copyOf(paths);
        names = List.copyOf(names);
        if (paths.isEmpty() || paths.size() != names.size()) {
            throw new IllegalArgumentException(paths.size() + " input files with " + names.size() + " names");
        }
    }

    /** Files whose names in messages are their paths. */
    public InputFiles(List<Path> paths) {
        this(paths, paths.stream().map(InputFile::name).toList(), Optional.empty(), false);
    }
}
