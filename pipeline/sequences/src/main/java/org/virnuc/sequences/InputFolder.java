package org.virnuc.sequences;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory named as input stands for the files in it that begin like sequences, in the order of their names (by character, so {@code
 * s10} comes before {@code s2}). Hidden files and folders below are not looked at; what is left out is said.
 */
public final class InputFolder {
    private static final Logger LOG = LoggerFactory.getLogger(InputFolder.class);

    private InputFolder() {}

    /**
     * The inputs with the files of directories in their place.
     *
     * @throws InputException where a directory holds none, or a compressed file in it is damaged
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
        List<Path> all;
        try (Stream<Path> entries = Files.list(folder)) {
            all = entries.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        }
        List<Path> taken = new ArrayList<>();
        for (Path file : all) {
            if (InputFile.isReadable(file)) {
                taken.add(file);
            } else {
                LOG.info("{} is left out: it does not begin like sequences", file);
            }
        }
        if (taken.isEmpty()) {
            throw new InputException(
                    folder + ": none of the " + all.size() + " files in this directory begins like sequences;"
                            + " name one with FASTA, FASTQ, BAM, CRAM, SAM or GenBank files");
        }
        return taken;
    }
}
