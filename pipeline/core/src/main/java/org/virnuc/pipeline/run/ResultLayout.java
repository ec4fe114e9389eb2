package org.virnuc.pipeline.run;

import java.util.List;
import org.virnuc.engine.run.RunLayout;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.trace.TraceFiles;

/** The files at the top of the directory of a run that scores sequences. */
public final class ResultLayout {
    /** Everything that any such run may write, whatever its options. */
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
