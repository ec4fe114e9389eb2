package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ExtraSteps;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.history.HistoryRecorder;
import org.virnuc.telemetry.history.RunDescription;
import org.virnuc.telemetry.history.RunDescription.Label;
import org.virnuc.telemetry.progress.ProgressDisplay;
import org.virnuc.telemetry.report.SummaryReport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** Options about messages, history and exporters, and the runs of a command with them. */
final class MonitoringMixin {
    @Mixin
    private MessageOptions messages = new MessageOptions();

    @Mixin
    private RunRecording recording = new RunRecording();

    @Mixin
    private ExportOptions export = new ExportOptions();

    private boolean lost;

    /** The run of the sample sheet to which the runs belong; null without a sheet. */
    private @Nullable SheetRecord sheet;

    /** The options about messages. */
    MessageOptions messages() {
        return messages;
    }

    /** The options about the history. */
    RunRecording recording() {
        return recording;
    }

    /** Adds the files of the history and of the exporters, which are written. */
    void addTo(NamedFiles files) {
        export.addTo(files);
        recording.addTo(files);
    }

    /** Has all runs from now on belong to the run of a sample sheet, and its figures be their sums. */
    void within(SheetRecord runOfSheet) {
        sheet = runOfSheet;
    }

    /** Starts to record the run of a sample sheet; empty if no history is kept. */
    Optional<HistoryRecorder> history(RunRequest asked) {
        return recording.startSheet(isRecorded(asked));
    }

    /** Whether the history has the run. It contains directories, hosts and commands, so a redacted run is not recorded. */
    private static boolean isRecorded(RunRequest asked) {
        return asked.telemetry() != TelemetryTier.OFF
                && !RedactedLayout.redactor().on();
    }

    /** What the history says of a run besides its report. */
    private RunDescription description(RunRequest asked) {
        SheetRecord parent = sheet;
        Label label = recording.label();
        return new RunDescription(
                InputWords.of(asked.inputs()),
                parent == null ? null : parent.runId(),
                parent == null ? label : new Label(asked.sample().orElse(label.name()), label.tags(), label.note()));
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
    RunResult run(CommandSpec spec, RunRequest asked, ModelStore store, ModelOpener models, ExtraSteps steps)
            throws IOException, InterruptedException {
        return run(spec, asked, store, context -> context.models(models).steps(steps));
    }

    /**
     * Runs.
     *
     * @param spec the command, whose line is written into the reports
     * @param change what is special about the run's context
     */
    RunResult run(CommandSpec spec, RunRequest asked, ModelStore store, UnaryOperator<RunContext> change)
            throws IOException, InterruptedException {
        try (RunRecording.RunRecorder recorder = recording.start(isRecorded(asked))) {
            recorder.describe(description(asked));
            try {
                RunContext context = RunContext.of(ThisCommand.run(spec), store)
                        .redactor(RedactedLayout.redactor())
                        .standardInput(System.in)
                        .estimates(CacheFolder.estimates())
                        .logName(Logs.FILE_NAME);
                return run(asked, change.apply(context), recorder);
            } finally {
                SheetRecord parent = sheet;
                if (parent != null) {
                    recorder.report().ifPresent(parent::add);
                }
            }
        }
    }

    private RunResult run(RunRequest asked, RunContext context, RunRecording.RunRecorder recorder)
            throws IOException, InterruptedException {
        PrintStream standardError = System.err;
        RunResult result;
        Exports exports = export.open();
        try (exports;
                ProgressDisplay display = messages.open(standardError)) {
            RunRequest.Builder watched = asked.toBuilder();
            exports.with(display, recorder).forEach(watched::listener);
            RunContext opened = context.opened(directory -> {
                Logs.openFile(directory);
                recorder.directory(directory);
            });
            result = new PipelineRun(opened).run(watched.build());
        }
        lost |= exports.lost();
        recorder.ended(result.report());
        Logs.table(SummaryReport.render(result.report()));
        return result;
    }
}
