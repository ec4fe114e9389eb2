package org.virnuc.engine.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The names of the files that a run writes at the top of its directory.
 *
 * @param recognizes whether a directory was made by such a run; in any other directory, files with these names belong
 *     to someone else
 * @param records files that describe the run, such as its manifest and telemetry
 * @param reports pages that are removed before a run publishes anything
 * @param results files that a run publishes together
 */
public record RunLayout(Predicate<Path> recognizes, List<String> records, List<String> reports, List<String> results) {

    public RunLayout {
        records = List.copyOf(records);
        reports = List.copyOf(reports);
        results = List.copyOf(results);
    }

    /** All names. */
    public Stream<String> names() {
        return Stream.of(records, reports, results).flatMap(List::stream);
    }
}
