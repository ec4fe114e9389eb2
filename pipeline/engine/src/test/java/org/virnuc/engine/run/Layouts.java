package org.virnuc.engine.run;

import java.util.List;

/** Run layouts for tests. */
final class Layouts {
    /** The layout of a run that writes one file of each kind. */
    static final RunLayout LAYOUT = new RunLayout(
            directory -> false,
            List.of("run.json", "telemetry.json"),
            List.of("report.html"),
            List.of("sequences.tsv"));

    private Layouts() {}
}
