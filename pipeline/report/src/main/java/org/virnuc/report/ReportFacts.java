package org.virnuc.report;

import java.util.List;
import java.util.Map;

/**
 * What the report says of a run besides its summary and its telemetry; free of anything that must not be shown.
 *
 * @param sample what the run goes by
 * @param inputs names of the inputs
 * @param model name of the pack, or of its parts
 * @param precision of the encoders
 * @param files names of the files in the run directory
 * @param selection what records were called by, as the reader of the report gave it; empty for the verdict
 * @param outcome counts of the result, by name
 * @param timed whether times are shown
 * @param sections sections of the features that the run has
 */
public record ReportFacts(
        String sample,
        List<String> inputs,
        String model,
        String precision,
        List<String> files,
        String selection,
        Map<String, Long> outcome,
        boolean timed,
        List<ReportSection> sections) {
    private static final String EMBEDDED = "virnuc-mini";

    public ReportFacts {
        inputs = List.copyOf(inputs);
        files = List.copyOf(files);
        outcome = Map.copyOf(outcome);
        sections = List.copyOf(sections);
    }

    /** Whether the embedded model was used, which is not one to publish with. */
    boolean embedded() {
        return model.equals(EMBEDDED);
    }

    long count(String name) {
        return outcome.getOrDefault(name, 0L);
    }
}
