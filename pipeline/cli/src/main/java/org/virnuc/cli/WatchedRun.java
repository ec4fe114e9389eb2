package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ExtraStep;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.progress.ProgressDisplay;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.report.SummaryReport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** Runs of a command with all that a user may watch: messages, log, history, exporters and the summary line. */
final class WatchedRun {
    @Mixin
    private MessageOptions messages = new MessageOptions();

    @Mixin
    private RunRecording recording = new RunRecording();

    @Mixin
    private ExportOptions export = new ExportOptions();

    private boolean lost;

    /** The options about messages. */
    MessageOptions messages() {
        return messages;
    }

    /** The options about the history. */
    RunRecording recording() {
        return recording;
    }

    /** The options about exporters. */
    ExportOptions export() {
        return export;
    }

    /** Whether a requested file could not be written although the run finished. */
    boolean lost() {
        return lost;
    }

    /**
     * Runs.
     *
     * @param spec the command, whose line is written into the reports
     * @param steps run before consensus
     */
    RunResult run(CommandSpec spec, RunRequest asked, ModelStore store, ModelOpener models, List<ExtraStep> steps)
            throws IOException, InterruptedException {
        RunInfo info = ThisCommand.run(spec);
        Redactor redactor = RedactedLayout.redactor();
        PrintStream standardError = System.err;
        boolean measured = asked.telemetry() != TelemetryTier.OFF;
        // The history contains directories, hosts and commands, so a redacted run is not recorded in it.
        try (RunRecording.RunRecorder recorder = recording.start(measured && !redactor.on())) {
            RunResult result;
            Exports exports = export.open();
            try (exports;
                    ProgressDisplay display = messages.open(standardError)) {
                RunRequest.Builder watched = asked.toBuilder();
                exports.with(display, recorder).forEach(watched::listener);
                RunContext context = RunContext.of(info, store)
                        .models(models)
                        .redactor(redactor)
                        .standardInput(System.in)
                        .estimates(CacheFolder.estimates())
                        .logName(Logs.FILE_NAME)
                        .steps(steps)
                        .opened(directory -> {
                            Logs.openFile(directory);
                            recorder.directory(directory);
                        });
                result = new PipelineRun(context).run(watched.build());
            }
            lost |= exports.lost();
            recorder.ended(result.report());
            Logs.table(SummaryReport.render(result.report()));
            return result;
        }
    }
}
