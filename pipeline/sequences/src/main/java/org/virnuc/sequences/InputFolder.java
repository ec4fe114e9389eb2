package org.virnuc.sequences;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a directory given as input by the files in it that look like sequences, sorted by name (by character, so
 * {@code s10} comes before {@code s2}). Hidden files and folders are ignored. Other skipped files and folders are logged. A
 * file that might contain sequences but cannot be checked, such as a broken link or a pipe, is an error.
 */
public final class InputFolder {
    private static final Logger LOG = LoggerFactory.getLogger(InputFolder.class);

    private InputFolder() {}

    /**
     * Returns the inputs with each directory replaced by its files.
     *
     * @throws InputException if a directory contains no sequences, or a file that cannot be checked
     */
    public static List<Path> files(List<Path> inputs) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path input : inputs) {
            if (!input.equals(InputFile.STANDARD_INPUT) && Files.isDirectory(input)) {
                files.addAll(filesIn(input));
            } else {
                files.add(input);
            }
        }
        return files;
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        List<Path> all = entries(folder);
        List<Path> taken = new ArrayList<>();
        for (Path file : all) {
            InputFile.check(file);
            if (InputFile.isReadable(file)) {
                taken.add(file);
            } else {
                LOG.info("{} is left out: it does not begin like sequences", file);
            }
        }
        for (Path within : folders(folder)) {
            LOG.info("{} is left out: a folder within a directory of inputs; name it as an input of its own", within);
        }
        if (taken.isEmpty()) {
            String found = all.isEmpty()
                    ? "there are no files in this directory"
                    : "none of the " + all.size() + " files in this directory begins like sequences";
            throw new InputException(
                    folder + ": " + found + "; name one with FASTA, FASTQ, BAM, CRAM, SAM or GenBank files");
        }
        return taken;
    }

    /**
     * The entries of an input directory, sorted by name, without hidden files and folders.
     *
     * @throws InputException if an entry is neither a file nor a link
     */
    static List<Path> entries(Path folder) throws IOException {
        List<Path> all = visible(folder, file -> !Files.isDirectory(file));
        for (Path file : all) {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new InputException(file + ": a pipe, socket or device in a directory of inputs, which cannot be"
                        + " looked at without reading it; name it as an input of its own, or remove it");
            }
        }
        return all;
    }

    private static List<Path> folders(Path folder) throws IOException {
        return visible(folder, Files::isDirectory);
    }

    private static List<Path> visible(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(wanted)
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        }
    }
}
