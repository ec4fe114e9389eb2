package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.virnuc.calling.RecordResult;
import org.virnuc.calling.RecordResults;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.RunReport;

/**
 * A finished run.
 *
 * @param directory where its files are
 * @param report what it took
 * @param outcome counts of records and chunks by what became of them, in the order of reports
 */
public record RunResult(Path directory, RunReport report, Map<String, Long> outcome) {

    public RunResult {
        outcome = Collections.unmodifiableMap(new LinkedHashMap<>(outcome));
    }

    /**
     * What is said of each input record, in the order of the input. The stream reads as it goes, so that it takes no more memory for a
     * million records than for one; close it.
     *
     * @throws IOException where the files of the run are not there any more
     */
    public Stream<RecordResult> records() throws IOException {
        return RecordResults.stream(directory.resolve(Verdicts.RECORDS_FILE), directory.resolve("confidence.tsv"));
    }
}
