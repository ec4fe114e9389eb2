package org.virnuc.telemetry.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;

class ProgressDisplayTest {
    private final ManualClock clock = new ManualClock();
    private final StringBuilder out = new StringBuilder();

    @Test
    void linesTellStartProgressAndEnd() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.LINES, out, clock);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        telemetry.skipStage("chunking", "checkpoint", new OriginalStage("x", 12.3, null), StageFigures.of(1, 1));
        StageSpan span = telemetry.startStage("esm-2", 30_000, "frames");
        for (int second = 1; second <= 25; second++) {
            clock.advanceSeconds(1);
            span.progress(500L * second);
            display.tick();
        }
        clock.advanceSeconds(15);
        telemetry.endStage(span, StageFigures.of(30_000, 30_000));
        assertThat(out.toString())
                .isEqualTo(
                        """
                        chunking  skipped (checkpoint), was 12.3 s
                        esm-2  started, 30,000 frames
                        esm-2  12,500/30,000 frames (41 %)  500/s  ETA 0:35
                        esm-2  done in 40.0 s, 30,000 frames, 750/s
                        """);
    }

    @Test
    void aHungStageStillWritesALineEveryThirtySeconds() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.LINES, out, clock);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        StageSpan span = telemetry.startStage("esm-2", 30_000, "frames");
        clock.advanceSeconds(2);
        span.progress(1_000);
        tickFor(display, 150);
        assertThat(out.toString())
                .isEqualTo(
                        """
                        esm-2  started, 30,000 frames
                        esm-2  1,000/30,000 frames (3 %)  40/s  ETA 12:05  no progress for 0:23
                        esm-2  1,000/30,000 frames (3 %)  20/s  ETA 24:10  no progress for 0:48
                        esm-2  1,000/30,000 frames (3 %)  13/s  ETA 36:15  no progress for 1:13
                        esm-2  1,000/30,000 frames (3 %)  10/s  ETA 48:20  no progress for 1:38
                        esm-2  1,000/30,000 frames (3 %)  8.0/s  ETA 1:00:25  no progress for 2:03
                        esm-2  1,000/30,000 frames (3 %)  6.7/s  ETA 1:12:30  no progress for 2:28
                        """);
    }

    @Test
    void aStageThatNeverSpeaksIsShownToo() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.LINES, out, clock);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        telemetry.startStage("merging", -1);
        tickFor(display, 26);
        telemetry.finish(RunStatus.FAILED, null);
        tickFor(display, 60);
        assertThat(out.toString())
                .isEqualTo(
                        """
                        merging  started
                        merging  0 items  0:25 so far  no progress for 0:25
                        merging  failed after 26.0 s at 0 items
                        """);
    }

    @Test
    void aRunBetweenStagesIsAlive() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.LINES, out, clock);
        display.tick();
        try (PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display)) {
            tickFor(display, 30);
            assertThat(out.toString()).isEqualTo("between stages for 0:25\n");
            assertThat(telemetry.snapshot().stages()).isEmpty();
        }
    }

    @Test
    void stagesSideBySideHaveALineEach() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.LINES, out, clock);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        telemetry.startStage("one", 10).progress(1);
        telemetry.startStage("two", 10);
        tickFor(display, 25);
        assertThat(out.toString()).contains("\none  1/10 items (10 %)  ").contains("\ntwo  0/10 items (0 %)  ");
    }

    @Test
    void theBarIsRedrawnInPlace() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.BAR, out, clock);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        StageSpan span = telemetry.startStage("esm-2", 30_000, "frames");
        clock.advanceSeconds(2);
        span.progress(12_000);
        String bar = "esm-2  [########--------------]   40 %  12,000/30,000 frames  6,000/s  ETA 0:03";
        assertThat(out.toString()).contains("\r" + bar).doesNotContain("\n");
        clock.advanceSeconds(8);
        telemetry.endStage(span, StageFigures.of(30_000, 30_000));
        assertThat(out.toString())
                .endsWith("\r" + " ".repeat(bar.length()) + "\resm-2  done in 10.0 s, 30,000 frames, 3,000/s\n");
    }

    @Test
    void shortStagesLeaveNoLineOnATerminal() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.BAR, out, clock);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        telemetry.skipStage("chunking", "checkpoint", new OriginalStage("x", 12.3, null), StageFigures.of(1, 1));
        SampleRuns.stage(telemetry, clock, "esm-2", 9, StageFigures.of(1, 1));
        assertThat(out.toString()).contains("esm-2  ").doesNotContain("\n");
        telemetry.startStage("merging", -1);
        telemetry.finish(RunStatus.FAILED, null);
        assertThat(out.toString()).contains("merging  failed after ").endsWith("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | esm-2  [####################------------------------------]   40 %  12,000/30,000 frames  6,000/s  ETA 0:03",
                "80 | esm-2  [########--------------]   40 %  12,000/30,000 frames  6,000/s  ETA 0:03",
                "60 | esm-2   40 %  12,000/30,000 frames  6,000/s  ETA 0:03",
                "50 | esm-2  [#########--------------]   40 %  ETA 0:03",
                "23 | esm-2   40 %  ETA 0:03",
                "19 | esm-2   40 %",
                "6 | esm-2",
                "3 | es",
            })
    void theBarFitsTheTerminal(int columns, String bar) {
        TerminalWidth width = new TerminalWidth(() -> OptionalInt.of(columns), Map.of());
        width.measure();
        PipelineTelemetry telemetry =
                SampleRuns.telemetry("r", clock, new ProgressDisplay(DisplayMode.BAR, out, clock, width));
        StageSpan span = telemetry.startStage("esm-2", 30_000, "frames");
        clock.advanceSeconds(2);
        out.setLength(0);
        span.progress(12_000);
        assertThat(out.toString().strip()).isEqualTo(bar).hasSizeLessThan(columns);
    }

    @Test
    void theBarFitsAgainAfterAResize() {
        AtomicInteger columns = new AtomicInteger(100);
        TerminalWidth width = new TerminalWidth(() -> OptionalInt.of(columns.get()), Map.of());
        ProgressDisplay display = new ProgressDisplay(DisplayMode.BAR, out, clock, width);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        telemetry.startStage("esm-2", 30_000, "frames").progress(1);
        tickFor(display, 1);
        assertThat(longest()).isEqualTo(99);
        columns.set(40);
        tickFor(display, 1);
        assertThat(longest()).as("nobody said that the size is another").isEqualTo(99);
        width.outdate();
        tickFor(display, 1);
        out.setLength(0);
        tickFor(display, 1);
        assertThat(longest()).isLessThan(40);
    }

    private int longest() {
        return Stream.of(out.toString().split("[\r\n]", -1))
                .mapToInt(String::length)
                .max()
                .orElseThrow();
    }

    @Test
    void theBarIsRedrawnTenTimesASecondAtMostAndFitsALine() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.BAR, out, clock);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        StageSpan span = telemetry.startStage("nucleotide-splitting", 3_000_000_000L, "frames");
        telemetry.startStage("protein-splitting", 3_000_000_000L, "frames");
        out.setLength(0);
        for (int i = 1; i <= 1_000; i++) {
            clock.advanceSeconds(0.001);
            span.progress(i * 1_000L);
            display.tick();
        }
        List<String> bars = List.of(out.substring(1).split("\r", -1));
        assertThat(bars).hasSize(10).allSatisfy(bar -> assertThat(bar.length()).isLessThan(80));
    }

    @Test
    void theBarShowsThatAStageHangs() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.BAR, out, clock);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        telemetry.startStage("esm-2", 100).progress(0);
        tickFor(display, 45);
        assertThat(out.toString()).endsWith("  0/100 items  0:45 so far  no progress for 0:45");
    }

    @Test
    void otherLinesDoNotTearTheBar() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.BAR, out, clock);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        telemetry.startStage("esm-2", -1);
        String drawn = out.substring(1);
        display.aside(() -> out.append("WARN odd record\n"));
        assertThat(out.toString()).endsWith("\r" + " ".repeat(drawn.length()) + "\rWARN odd record\n");
        clock.advanceSeconds(1);
        display.tick();
        assertThat(out.toString()).endsWith("\n\resm-2  0 items  0:01 so far");
        display.close();
        assertThat(out.toString()).endsWith("\r");
    }

    @Test
    void noneWritesNothing() {
        ProgressDisplay display = new ProgressDisplay(DisplayMode.NONE, out, clock);
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, display);
        SampleRuns.stage(telemetry, clock, "chunking", 60, StageFigures.of(1, 1));
        display.tick();
        assertThat(out).isEmpty();
    }

    @Test
    void anOutputThatFailsDoesNotDisturbTheRun() {
        Appendable broken = new BrokenOutput();
        PipelineTelemetry telemetry =
                SampleRuns.telemetry("r", clock, new ProgressDisplay(DisplayMode.LINES, broken, clock));
        assertThatNoException()
                .isThrownBy(() -> SampleRuns.stage(telemetry, clock, "chunking", 1, StageFigures.of(1, 1)));
        assertThat(telemetry.finish(RunStatus.DONE, null).telemetryLosses()).isEqualTo(2);
    }

    @Test
    void anOpenDisplayTicksByItselfUntilClosed() throws InterruptedException {
        CountDownLatch drawn = new CountDownLatch(3);
        PrintStream stream = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public PrintStream append(CharSequence text) {
                drawn.countDown();
                return this;
            }
        };
        try (ProgressDisplay display = ProgressDisplay.open(DisplayMode.BAR, stream);
                PipelineTelemetry telemetry = PipelineTelemetry.builder(SampleRuns.info("r"))
                        .sinks(display)
                        .start()) {
            telemetry.startStage("esm-2", -1);
            assertThat(drawn.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void tickFor(ProgressDisplay display, int seconds) {
        for (Duration done = Duration.ZERO; done.toSeconds() < seconds; done = done.plusSeconds(1)) {
            clock.advanceSeconds(1);
            display.tick();
        }
    }

    private static final class BrokenOutput implements Appendable {
        @Override
        public Appendable append(CharSequence text) throws IOException {
            throw new IOException("closed");
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) throws IOException {
            throw new IOException("closed");
        }

        @Override
        public Appendable append(char letter) throws IOException {
            throw new IOException("closed");
        }
    }
}
