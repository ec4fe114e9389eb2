package org.virnuc.engine;

import java.util.ArrayList;
import java.util.List;

/** Counts doubts of one kind and keeps the ids of the first affected items. */
public final class DoubtCounter {
    private static final int MOST_EXAMPLES = 5;

    private final Doubt.Kind kind;
    private final String unit;
    private final List<String> first = new ArrayList<>();
    private long count;

    /** Creates an empty counter of records. */
    public DoubtCounter(Doubt.Kind kind) {
        this(kind, "record");
    }

    /** Creates an empty counter of items called {@code unit}. */
    public DoubtCounter(Doubt.Kind kind, String unit) {
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
     * Adds the doubt to the output if any item was counted.
     *
     * @param message text with {@code %s} in place of the count, such as {@code 3 records}
     * @param of total number of items
     */
    public void tell(StageOutput output, String message, long of) {
        if (count > 0) {
            String counted = count + " " + unit + (count == 1 ? "" : "s");
            output.doubt(new Doubt(kind, message.replace("%s", counted), count, of, first));
        }
    }
}
