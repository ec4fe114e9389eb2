package org.virnuc.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.history.HistoryRecorder;
import org.virnuc.telemetry.history.RunDescription;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records a run outside its directory: an entry in the history, and a summary line at its end. */
@Section.Of(Section.TELEMETRY)
final class RunRecording {
    @Mixin
    private HistoryOption history = new HistoryOption();

    @Option(
            names = "--summary-fields",
            paramLabel = "LIST",
            defaultValue = SummaryLine.DEFAULT,
            description = "The line at the end of every run: any of " + SummaryLine.KNOWN
                    + ", with commas between, or none (default: ${DEFAULT-VALUE}).")
    private String summaryFields = SummaryLine.DEFAULT;

    @Mixin
    private RunLabelOptions label = new RunLabelOptions();

    /** Name, tags and note that were given for the run. */
    RunDescription.Label label() {
        return label.label();
    }

    /** Starts to record the run of a sample sheet; empty if no history is kept. */
    Optional<HistoryRecorder> startSheet(boolean wanted) {
        return wanted ? history.file().map(HistoryRecorder::new) : Optional.empty();
    }

    /** Starts to record a run. It is added to the history only if telemetry is {@code wanted}. */
    RunRecorder start(boolean wanted) {
        SummaryLine line = SummaryLine.parse(summaryFields);
        return new RunRecorder(line, wanted ? history.file().map(HistoryRecorder::new) : Optional.empty());
    }

    /** Adds the files of the history, which are written. */
    void addTo(NamedFiles files) {
        history.addTo(files);
    }

    /** Records one run. */
    static final class RunRecorder implements TelemetrySink, AutoCloseable {
        private final SummaryLine line;
        private final Optional<HistoryRecorder> recorder;
        private volatile @Nullable RunReport last;

        private RunRecorder(SummaryLine line, Optional<HistoryRecorder> recorder) {
            this.line = line;
            this.recorder = recorder;
        }

        /** Sets what the run is about, before it starts. */
        void describe(RunDescription about) {
            recorder.ifPresent(history -> history.describe(about));
        }

        /** The final report of the run; empty if it did not start. */
        Optional<RunReport> report() {
            return Optional.ofNullable(last);
        }

        /** Sets the run's directory once it is known. */
        void directory(Path directory) {
            recorder.ifPresent(history -> history.directory(directory));
        }

        /** Sets the final report, which may include files that could not be written after the run ended. */
        void ended(RunReport report) {
            Instant at = report.endedAt();
            if (at != null && !report.equals(last)) {
                accept(new TelemetryEvent.RunEnded(at, report));
            }
        }

        @Override
        public boolean wantsModelCalls() {
            return false;
        }

        @Override
        public void accept(TelemetryEvent event) {
            if (event instanceof TelemetryEvent.RunEnded ended) {
                last = ended.report();
            }
            recorder.ifPresent(history -> history.accept(event));
        }

        /** Writes the summary line and completes the history entry. */
        @Override
        public void close() {
            RunReport report = last;
            if (report != null && !line.isEmpty()) {
                Logs.summary(line.text(report));
            }
            recorder.ifPresent(HistoryRecorder::close);
        }
    }
}
