package org.virnuc.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnuc.engine.StageId;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.TelemetryClock;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.Origin;
import org.virnuc.telemetry.history.RunHistory;

/**
 * Fills a history with runs of nine stages and two models, by the writer that runs use, so that lists and exports can be timed. Arguments:
 * the file, how many runs.
 */
public final class ManyRuns {
    private static final int BATCH = 1_000;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration APART = Duration.ofMinutes(4);

    private ManyRuns() {}

    public static void main(String[] arguments) {
        int runs = Integer.parseInt(arguments[1]);
        long start = System.nanoTime();
        try (RunHistory history = RunHistory.open(Path.of(arguments[0]))) {
            List<Attempt> batch = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                batch.add(Attempt.of(report(i), Origin.here(Path.of("/data/runs/sample" + i / 2 + ".virnuc"))));
                if (batch.size() == BATCH || i == runs - 1) {
                    history.recordAll(batch);
                    batch.clear();
                }
            }
        }
        System.out.printf(Locale.ROOT, "%,d runs written in %.1f s%n", runs, (System.nanoTime() - start) / 1e9);
    }

    private static RunReport report(int number) {
        Steps clock = new Steps(FIRST.plus(APART.multipliedBy(number)));
        String id = String.format(Locale.ROOT, "20260101T000000-%06x", number);
        RunInfo info = RunInfo.of(id)
                .command("virnuc predict sample" + number + ".fa")
                .version("0.1.0")
                .environment(Map.of("os", "Linux amd64"));
        PipelineTelemetry telemetry =
                PipelineTelemetry.builder(info).clock(clock).start();
        long nanos = 0;
        for (StageId stage : StageId.nine()) {
            StageSpan span = telemetry.startStage(stage.word(), 1_000 + number);
            nanos += 137_000_000L;
            clock.nanos += nanos + number * 1_000L;
            if (stage == StageId.DNABERT_S || stage == StageId.ESM_2) {
                span.call(ModelCall.local("virnuc-mini/" + stage.word())
                        .device("cpu")
                        .precision("bf16")
                        .promptTokens(100_000 + number)
                        .items(1_000)
                        .paddedTokens(300)
                        .took(700_000_000L));
            }
            telemetry.endStage(span, new StageFigures(1_000 + number, 1_000 + number, Map.of()));
        }
        return telemetry.finish(number % 20 == 0 ? RunStatus.FAILED : RunStatus.DONE, null);
    }

    /** A clock that is moved by hand. */
    private static final class Steps implements TelemetryClock {
        private final Instant start;
        private long nanos;

        Steps(Instant start) {
            this.start = start;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant now() {
            return start;
        }
    }
}
