package org.virnuc.engine.run;

import java.util.List;

/** Directories for tests. */
final class Layouts {
    /** Of a run that leaves one file of each kind. */
    static final RunLayout LAYOUT = new RunLayout(
            directory -> false,
            List.of("run.json", "telemetry.json"),
            List.of("report.html"),
            List.of("sequences.tsv"));

    private Layouts() {}
}
