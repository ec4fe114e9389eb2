package org.virnuc.pipeline.samples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.Reason;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;
import org.virnuc.sequences.InputFolder;
import org.virnuc.sequences.Quoted;
import org.virnuc.sequences.RepeatedInput;

/** Checks the files of a sample sheet: that each begins like sequences, and is named once. */
final class SheetFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SheetFiles.class);

    /** Enough to tell the format, also of compressed files. */
    private static final int BEGINNING = 1 << 16;

    private final Path sheet;
    private final Map<String, Integer> lines;

    /** @param lines the line of each sample, by its name in lower case */
    SheetFiles(Path sheet, Map<String, Integer> lines) {
        this.sheet = sheet;
        this.lines = lines;
    }

    /**
     * Rejects a sample that has a file twice, or one that no sequences can begin like. Empty files are left to the run
     * of their sample. Warns of files that several samples have, which is seldom meant.
     *
     * @throws InputException naming the line, also if a directory of a sample holds no sequences
     */
    void check(List<Sample> samples) {
        Map<Object, Sample> first = new HashMap<>();
        List<String> shared = new ArrayList<>();
        for (Sample sample : samples) {
            List<Path> files = files(sample);
            RepeatedInput.in(files).ifPresent(repeated -> {
                throw new InputException(at(sample) + repeated.message());
            });
            for (Path path : files) {
                Optional<Sample> before =
                        RepeatedInput.identity(path).map(identity -> first.putIfAbsent(identity, sample));
                before.ifPresent(other -> shared.add(path + " of sample " + Quoted.of(sample.name()) + ", line "
                        + line(sample) + ", is also one of sample " + Quoted.of(other.name()) + ", line "
                        + line(other)));
            }
        }
        if (!shared.isEmpty()) {
            String more = shared.size() == 1 ? "" : " (the first of " + shared.size() + " such files)";
            LOG.warn("{}: file {}{}; both are scored on their own", sheet, shared.get(0), more);
        }
    }

    /** The files of a sample, those in its directories in place of these. */
    private List<Path> files(Sample sample) {
        try {
            List<Path> files = InputFolder.files(sample.files());
            for (Path path : files) {
                if (Files.isRegularFile(path)) {
                    try (InputStream in = Files.newInputStream(path)) {
                        InputFile.checkBeginning(InputFile.name(path), in.readNBytes(BEGINNING), false);
                    }
                }
            }
            return files;
        } catch (InputException e) {
            throw new InputException(at(sample) + e.getMessage(), e);
        } catch (IOException e) {
            throw new InputException(
                    at(sample) + "the files cannot be read (" + Reason.of(e) + "); check paths and disk", e);
        }
    }

    private String at(Sample sample) {
        return sheet + ", line " + line(sample) + ": ";
    }

    private int line(Sample sample) {
        return lines.getOrDefault(sample.name().toLowerCase(Locale.ROOT), 1);
    }
}
