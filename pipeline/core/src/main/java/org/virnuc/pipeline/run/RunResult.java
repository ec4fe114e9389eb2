package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.virnuc.calling.RecordResult;
import org.virnuc.calling.RecordResults;
import org.virnuc.files.PublicApi;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.RunReport;

/**
 * The result of a finished run.
 *
 * @param directory the run directory
 * @param report the final telemetry report
 * @param outcome counts of records and chunks by outcome, in report order
 */
@PublicApi
public record RunResult(Path directory, RunReport report, Map<String, Long> outcome) {

    public RunResult {
        outcome = Collections.unmodifiableMap(new LinkedHashMap<>(outcome));
    }

    /**
     * The result of each input record, in input order. The stream reads lazily, so memory use does not grow with the
     * number of records. Close it after use.
     *
     * @throws IOException if the run's files no longer exist
     */
    public Stream<RecordResult> records() throws IOException {
        return RecordResults.stream(directory.resolve(Verdicts.RECORDS_FILE), directory.resolve("confidence.tsv"));
    }
}
