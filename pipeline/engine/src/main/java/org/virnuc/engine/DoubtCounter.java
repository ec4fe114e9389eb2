package org.virnuc.engine;

import java.util.ArrayList;
import java.util.List;

/** Counts what is doubtful in the same way, and keeps the first ids. */
public final class DoubtCounter {
    private static final int MOST_EXAMPLES = 5;

    private final Doubt.Kind kind;
    private final String unit;
    private final List<String> first = new ArrayList<>();
    private long count;

    /** No record so far. */
    public DoubtCounter(Doubt.Kind kind) {
        this(kind, "record");
    }

    /** Nothing so far of what is called {@code unit}. */
    public DoubtCounter(Doubt.Kind kind, String unit) {
        this.kind = kind;
        this.unit = unit;
    }

    /** One more. */
    public void add(String id) {
        count++;
        if (first.size() < MOST_EXAMPLES && !first.contains(id)) {
            first.add(id);
        }
    }

    /** How many so far. */
    public long count() {
        return count;
    }

    /**
     * Keeps the doubt, if there is one.
     *
     * @param message with {@code %s} in place of {@code 3 records}
     * @param of out of how many
     */
    public void tell(StageOutput output, String message, long of) {
        if (count > 0) {
            String counted = count + " " + unit + (count == 1 ? "" : "s");
            output.doubt(new Doubt(kind, message.replace("%s", counted), count, of, first));
        }
    }
}
