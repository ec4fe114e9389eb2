package org.virnuc.engine;

import java.util.ArrayList;
import java.util.List;

/** Counts warnings of one kind and keeps the ids of the first affected items. */
public final class QualityWarningCounter {
    private static final int MOST_EXAMPLES = 5;

    private final QualityWarning.Kind kind;
    private final String unit;
    private final List<String> first = new ArrayList<>();
    private long count;

    /** Creates an empty counter of records. */
    public QualityWarningCounter(QualityWarning.Kind kind) {
        this(kind, "record");
    }

    /** Creates an empty counter of items called {@code unit}. */
    public QualityWarningCounter(QualityWarning.Kind kind, String unit) {
        this.kind = kind;
        this.unit = unit;
    }

    /** Counts one item. */
    public void add(String id) {
        count++;
        if (first.size() < MOST_EXAMPLES && !first.contains(id)) {
            first.add(id);
        }
    }

    /** Number of items counted so far. */
    public long count() {
        return count;
    }

    /**
     * Adds the warning to the output if any item was counted.
     *
     * @param message text with {@code %s} in place of the count, such as {@code 3 records}
     * @param of total number of items
     */
    public void report(StageOutput output, String message, long of) {
        if (count > 0) {
            String counted = count + " " + unit + (count == 1 ? "" : "s");
            output.warning(new QualityWarning(kind, message.replace("%s", counted), count, of, first));
        }
    }
}
