package org.virnuc.pipeline.stages;

import java.util.ArrayList;
import java.util.List;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.StageOutput;
import org.virnuc.sequences.InputException;

/**
 * Collects warnings about input files that may be truncated or empty. A message names the first file of its kind, the
 * warning's details the first few.
 */
final class FileWarnings {
    private static final int MOST_NAMES = 5;
    private static final String CUT =
            "no end mark, which whole files of bgzip, BAM and CRAM have, so the last records may be missing or cut"
                    + " short; copy or download it again";
    private static final String NO_READS = "no reads";

    private final boolean strict;
    private final List<String> cut = new ArrayList<>();
    private final List<String> withoutReads = new ArrayList<>();
    private long files;

    /** Creates an empty collection. If {@code strict}, a truncated file is an error. */
    FileWarnings(boolean strict) {
        this.strict = strict;
    }

    /**
     * Checks a file that was read to its end.
     *
     * @param whole whether the file has its format's end marker
     * @param reads whether the file contained any reads
     * @throws InputException if the file is truncated and truncation is an error
     */
    void add(String name, boolean whole, boolean reads) {
        files++;
        if (!whole && strict) {
            throw new InputException(name + ": " + CUT + ", or leave `strict` out to take what is there");
        }
        if (!whole) {
            cut.add(name);
        }
        if (!reads) {
            withoutReads.add(name);
        }
    }

    void report(StageOutput output) {
        report(output, QualityWarning.Kind.CUT_INPUT, cut, CUT);
        report(output, QualityWarning.Kind.NO_READS, withoutReads, NO_READS);
    }

    private void report(StageOutput output, QualityWarning.Kind kind, List<String> names, String words) {
        if (!names.isEmpty()) {
            int others = names.size() - 1;
            String which =
                    names.get(0) + (others == 0 ? "" : " and " + others + " other " + (others == 1 ? "file" : "files"));
            List<String> first = names.subList(0, Math.min(MOST_NAMES, names.size()));
            output.warning(new QualityWarning(kind, which + ": " + words, names.size(), files, first));
        }
    }
}
