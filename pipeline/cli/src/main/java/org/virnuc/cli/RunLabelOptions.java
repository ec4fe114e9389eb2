package org.virnuc.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.telemetry.history.RunDescription.Label;
import picocli.CommandLine.Option;

/** Name, tags and note of a run in the history. */
final class RunLabelOptions {
    @Section.Of(Section.TELEMETRY)
    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the run in the history, by which it is found.")
    private @Nullable String name;

    @Section.Of(Section.TELEMETRY)
    @Option(names = "--tag", paramLabel = "TAG", split = ",", description = "Tags of the run in the history.")
    private List<String> tags = new ArrayList<>();

    @Section.Of(Section.TELEMETRY)
    @Option(names = "--note", paramLabel = "TEXT", description = "A note on the run in the history.")
    private @Nullable String note;

    /** The label of a new run. */
    Label label() {
        return change(Label.NONE, List.of());
    }

    /** A label with the given parts replaced; an empty name or note removes it. */
    Label change(Label before, List<String> removed) {
        try {
            return before.changed(name, tags, removed, note);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--tag: " + e.getMessage() + "; give words, with commas between", e);
        }
    }

    /** Whether nothing was given. */
    boolean isEmpty() {
        return name == null && tags.isEmpty() && note == null;
    }
}
