package org.virnuc.calling.confidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnuc.files.AtomicFile;

/**
 * The table of {@code virnuc calibrate --held-out}: every labelled stretch with its probabilities by curves that were
 * not fitted to its relatives.
 */
public final class HeldOutTable {
    private static final String HEADER =
            "length\tunit\tsource\tid\tlabel\tcluster\tgroup\tfirst\tchunks\tweighted_delta"
                    + "\tprobability\tprobability_other_groups\n";

    private HeldOutTable() {}

    /** Writes the table atomically. */
    public static void write(Path file, Map<Integer, List<HeldOut>> lengths) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        lengths.forEach((length, rows) -> rows.forEach(row -> {
            LabelledRecord record = row.record();
            text.append(String.join(
                    "\t",
                    String.valueOf(length),
                    row.unit().words(),
                    row.source(),
                    record.id(),
                    record.viral() ? "viral" : "host",
                    record.cluster(),
                    record.group(),
                    String.valueOf(row.first()),
                    String.valueOf(row.chunks()),
                    number(row.weightedDelta()),
                    number(Probability.value(Probability.of(row.probability()))),
                    row.otherGroups() == null ? "" : number(Probability.value(Probability.of(row.otherGroups())))));
            text.append('\n');
        }));
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
