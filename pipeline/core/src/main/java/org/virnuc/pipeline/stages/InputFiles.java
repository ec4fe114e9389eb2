package org.virnuc.pipeline.stages;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.sequences.InputFile;

/**
 * What the user has named, in order; the records follow one another as if it were one file.
 *
 * @param paths what is read; {@code -} is standard input
 * @param names what messages call each of them
 * @param reference the FASTA to which CRAM files among them keep their reads as differences
 * @param strict whether a file without the mark that whole files of its format end with is an error
 */
public record InputFiles(List<Path> paths, List<String> names, Optional<Path> reference, boolean strict) {

    public InputFiles {
        paths = List.copyOf(paths);
        names = List.copyOf(names);
        if (paths.isEmpty() || paths.size() != names.size()) {
            throw new IllegalArgumentException(paths.size() + " input files with " + names.size() + " names");
        }
    }

    /** Files that messages call by their paths. */
    public InputFiles(List<Path> paths) {
        this(paths, paths.stream().map(InputFile::name).toList(), Optional.empty(), false);
    }
}
