package org.virnuc.telemetry.progress;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.report.Figures;

/** A stage as the progress display knows it, and how it is worded. Times are nanoseconds of the display's clock. */
final class RunningStage {
    /** Time without progress, in nanoseconds, after which the display mentions it. */
    private static final long NOTABLE_SILENCE = TimeUnit.SECONDS.toNanos(10);

    private static final int SHORTEST_BAR = 5;
    private static final int LONGEST_BAR = 50;
    private static final String GAP = "  ";

    private final String id;
    private final String unit;
    private final long startedAt;
    private final RateWindow window;
    private long expected;
    private long done;
    private long progressedAt;

    RunningStage(TelemetryEvent.StageStarted event, long now) {
        this.id = event.stage();
        this.unit = event.unit();
        this.expected = event.expectedItems();
        this.startedAt = now;
        this.progressedAt = now;
        this.window = new RateWindow(now);
    }

    void progressed(TelemetryEvent.StageProgressed event, long now) {
        if (event.doneItems() > done) {
            progressedAt = now;
        }
        done = event.doneItems();
        expected = event.expectedItems();
        window.add(now, done);
    }

    /** Returns for example {@code esm-2  started, 30,000 frames}. */
    String started() {
        return id + "  started" + (expected < 0 ? "" : ", " + Figures.count(expected) + " " + unit);
    }

    /** Returns for example {@code esm-2  12,000/30,000 frames (40 %)  532/s  ETA 0:34}. */
    String line(long now) {
        return join(id, position() + percent(" (%d %%)"), speed(now), silence(now));
    }

    /**
     * Returns the content of {@link #line} with a bar, in at most {@code width} columns. Where it does not fit, first the
     * bar is left out, then how many items are done, then the speed.
     */
    String bar(long now, int width) {
        String percent = percent("%3d %%");
        String last = percent.isEmpty() ? position() : percent;
        List<String> facts =
                List.of(join(percent, position(), speed(now), silence(now)), join(last, left(now), silence(now)), last);
        for (String each : facts) {
            String line = join(id, each);
            if (line.length() <= width) {
                int room = Math.min(LONGEST_BAR, width - line.length() - 4);
                return expected <= 0 || room < SHORTEST_BAR ? line : join(id, drawing(room), each);
            }
        }
        String line = join(id, last);
        return line.substring(0, Math.min(width, line.length()));
    }

    private String drawing(int room) {
        int filled = (int) (room * Math.min(done, expected) / expected);
        return "[" + "#".repeat(filled) + "-".repeat(room - filled) + "]";
    }

    private static String join(String... facts) {
        return Stream.of(facts).filter(fact -> !fact.isEmpty()).collect(Collectors.joining(GAP));
    }

    /**
     * Returns for example {@code esm-2  done in 12.3 s, 30,000 frames, 2,439/s} or
     * {@code esm-2  failed after 12.3 s at 12,000/30,000 frames}.
     */
    String ended(StageReport report) {
        if (report.status() != StageStatus.DONE) {
            return id + "  " + report.status().word() + " after " + Figures.seconds(report.wallSeconds()) + " at "
                    + position();
        }
        Double rate = report.itemsPerSecond();
        Long items = report.itemsIn();
        return id + "  done in " + Figures.seconds(report.wallSeconds())
                + (items == null ? "" : ", " + Figures.count(items) + " " + unit)
                + (rate == null ? "" : ", " + Figures.rate(rate) + "/s");
    }

    private String position() {
        return Figures.count(done) + (expected < 0 ? "" : "/" + Figures.count(expected)) + " " + unit;
    }

    private String percent(String format) {
        return expected <= 0 ? "" : String.format(Locale.ROOT, format, 100 * Math.min(done, expected) / expected);
    }

    private String speed(long now) {
        double rate = window.perSecond(now, done);
        if (rate == 0) {
            return Figures.clock(TimeUnit.NANOSECONDS.toSeconds(now - startedAt)) + " so far";
        }
        return join(Figures.rate(rate) + "/s", left(now));
    }

    /** Returns the time to go, if it is known. */
    private String left(long now) {
        double rate = window.perSecond(now, done);
        return rate == 0 || expected < 0
                ? ""
                : "ETA " + Figures.clock((long) Math.ceil(Math.max(0, expected - done) / rate));
    }

    private String silence(long now) {
        long silent = now - progressedAt;
        return silent <= NOTABLE_SILENCE
                ? ""
                : "no progress for " + Figures.clock(TimeUnit.NANOSECONDS.toSeconds(silent));
    }
}
