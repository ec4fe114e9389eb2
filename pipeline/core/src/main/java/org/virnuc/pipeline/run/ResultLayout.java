package org.virnuc.pipeline.run;

import java.util.List;
import org.virnuc.engine.run.RunLayout;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.trace.TraceFiles;

/** The names of the files at the top of a run directory. */
public final class ResultLayout {
    /** All files that a run may write with any options. */
    public static final RunLayout ALL = new RunLayout(
            RunFile::isIn,
            List.of(
                    RunFile.FILE_NAME,
                    TelemetryFiles.JSON_FILE,
                    TelemetryFiles.MARKDOWN_FILE,
                    TelemetryFiles.ATTEMPTS_FOLDER,
                    TraceFiles.CALLS_FILE,
                    TraceFiles.SPANS_FILE),
            ReportFile.fileNames(),
            Verdicts.fileNames());

    private ResultLayout() {}
}
