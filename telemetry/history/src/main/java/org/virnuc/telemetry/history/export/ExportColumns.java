package org.virnuc.telemetry.history.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.HistoryException;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.history.RunTable;
import org.virnuc.telemetry.history.StageFigure;

/**
 * The columns of an export: fields of the run, and figures of its stages with names such as {@code esm-2.wall_seconds}.
 */
public final class ExportColumns {
    private static final String RUN_ID = "run_id";

    private final List<String> names;

    private ExportColumns(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Selects all fields of the run. */
    public static ExportColumns all() {
        return new ExportColumns(RunTable.FIELDS);
    }

    /**
     * Selects the given columns. The id of the run always comes first.
     *
     * @throws HistoryException if a column is unknown
     */
    public static ExportColumns of(List<String> asked) {
        List<String> names = new ArrayList<>(List.of(RUN_ID));
        for (String name : asked) {
            int dot = name.lastIndexOf('.');
            boolean known =
                    RunTable.FIELDS.contains(name) || (dot > 0 && StageFigure.NAMES.contains(name.substring(dot + 1)));
            if (!known) {
                throw new HistoryException("metric " + name + " is unknown; there are "
                        + String.join(", ", RunTable.FIELDS) + ", and for a stage such as esm-2: "
                        + String.join(
                                ", ",
                                StageFigure.NAMES.stream()
                                        .map(n -> "esm-2." + n)
                                        .toList()));
            }
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return new ExportColumns(names);
    }

    /** Returns the names, in order. */
    List<String> names() {
        return names;
    }

    /** Returns whether the stages of a run must be read. */
    boolean needStages() {
        return names.stream().anyMatch(name -> name.indexOf('.') > 0);
    }

    /** Returns the values for a run; unknown values are null. */
    Map<String, @Nullable Object> values(RunRow row, List<StageFigure> stages) {
        Map<String, @Nullable Object> fields = RunTable.fields(row);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String name : names) {
            int dot = name.lastIndexOf('.');
            values.put(
                    name, dot < 0 ? fields.get(name) : stage(stages, name.substring(0, dot), name.substring(dot + 1)));
        }
        return values;
    }

    private static @Nullable Object stage(List<StageFigure> stages, String id, String figure) {
        return stages.stream()
                .filter(stage -> stage.id().equals(id))
                .reduce((first, last) -> last)
                .map(stage -> stage.value(figure))
                .orElse(null);
    }
}
