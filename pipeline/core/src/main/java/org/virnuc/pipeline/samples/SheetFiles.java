package org.virnuc.pipeline.samples;

import java.io.IOException;
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
import org.virnuc.sequences.InputFolder;
import org.virnuc.sequences.Quoted;
import org.virnuc.sequences.RepeatedInput;

/** Looks for files that a sample sheet names twice. */
final class SheetFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SheetFiles.class);

    private final Path sheet;
    private final Map<String, Integer> lines;

    /** @param lines the line of each sample, by its name in lower case */
    SheetFiles(Path sheet, Map<String, Integer> lines) {
        this.sheet = sheet;
        this.lines = lines;
    }

    /**
     * Rejects a sample that has a file twice, and warns of files that several samples have, which is seldom meant.
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
            return InputFolder.files(sample.files());
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
