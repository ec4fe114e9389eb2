package org.virnuc.report;

import java.util.List;
import java.util.Map;

/**
 * Facts about a run for the report that are neither in its summary nor in its telemetry. They are already redacted.
 *
 * @param sample name of the run
 * @param inputs names of the inputs
 * @param model name of the pack, or of its parts
 * @param precision precision of the encoders
 * @param files names of the files in the run directory
 * @param selection option by which records were called; empty for the verdict
 * @param outcome counts of the results, by name
 * @param timed whether times are shown
 * @param confidence confidence of the records in the table, by their number; empty if the run has none
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
        Map<Long, RecordConfidence> confidence,
        List<ReportSection> sections) {
    private static final String EMBEDDED = "virnuc-mini";

    public ReportFacts {
        inputs = List.copyOf(inputs);
        files = List.copyOf(files);
        outcome = Map.copyOf(outcome);
        confidence = Map.copyOf(confidence);
        sections = List.copyOf(sections);
    }

    /** Whether the embedded model was used, whose results should not be published. */
    boolean embedded() {
        return model.equals(EMBEDDED);
    }

    long count(String name) {
        return outcome.getOrDefault(name, 0L);
    }
}
