package org.virnuc.telemetry.progress;

import java.io.Flushable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.TelemetryClock;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetryListener;
import org.virnuc.telemetry.report.Figures;

/**
 * Displays the progress of a run on a terminal or in a log: a bar that is redrawn in place, or lines, at least one
 * every 30 seconds even if a stage makes no progress. A display from {@link #open} updates itself; one from the
 * constructor updates only when {@link #tick()} is called.
 */
public final class ProgressDisplay implements TelemetryListener, AutoCloseable {
    /** Between two stages that run at the same time. */
    private static final String BESIDE = " | ";

    private static final double NOTABLE_SECONDS = 10;
    private static final long REDRAW_EVERY = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long TICK_EVERY = TimeUnit.MILLISECONDS.toNanos(500);

    /** Nanoseconds between lines. Enough below 30 seconds to tolerate a late tick. */
    private static final long LINE_EVERY = TimeUnit.SECONDS.toNanos(25);

    private final DisplayMode mode;
    private final Appendable out;
    private final TelemetryClock clock;
    private final TerminalWidth width;
    private final Map<String, RunningStage> running = new LinkedHashMap<>();
    private @Nullable ScheduledExecutorService ticker;
    private boolean active;
    private long idleSince;
    private long writtenAt;
    private int drawn;

    /** Creates a display that writes to {@code out}. {@code AUTO} checks whether standard error is a terminal. */
    public ProgressDisplay(DisplayMode mode, Appendable out, TelemetryClock clock) {
        this(mode, out, clock, new TerminalWidth(OptionalInt::empty, Map.of()));
    }

    ProgressDisplay(DisplayMode mode, Appendable out, TelemetryClock clock, TerminalWidth width) {
        this.mode = mode.resolve(Terminal.onStandardError());
        this.out = out;
        this.clock = clock;
        this.width = width;
        this.writtenAt = clock.nanoTime();
    }

    /** Opens a display on {@code out}, usually standard error. A thread of its own updates it until it is closed. */
    public static ProgressDisplay open(DisplayMode mode, PrintStream out) {
        ProgressDisplay display = new ProgressDisplay(mode, out, TelemetryClock.system(), TerminalWidth.ofProcess());
        display.startTicker();
        return display;
    }

    /** Returns the mode in use: {@code BAR}, {@code LINES} or {@code NONE}. */
    public DisplayMode mode() {
        return mode;
    }

    @Override
    public boolean wantsModelCalls() {
        return false;
    }

    @Override
    public void accept(TelemetryEvent event) {
        if (mode != DisplayMode.NONE) {
            TelemetryListener.super.accept(event);
        }
    }

    @Override
    public synchronized void onRunStarted(TelemetryEvent.RunStarted event) {
        active = true;
        idleSince = clock.nanoTime();
    }

    @Override
    public synchronized void onStageStarted(TelemetryEvent.StageStarted event) {
        started(event, clock.nanoTime());
    }

    @Override
    public synchronized void onStageProgressed(TelemetryEvent.StageProgressed event) {
        progressed(event, clock.nanoTime());
    }

    @Override
    public synchronized void onStageEnded(TelemetryEvent.StageEnded event) {
        ended(event.report(), clock.nanoTime());
    }

    @Override
    public synchronized void onRunEnded(TelemetryEvent.RunEnded event) {
        active = false;
        erase();
    }

    /** Redraws the bar, or writes a line if one is due. Meant to be called twice a second. */
    public void tick() {
        width.measure(); // without the lock, for which threads that report progress would wait
        update();
    }

    private synchronized void update() {
        long now = clock.nanoTime();
        if (mode == DisplayMode.BAR) {
            redraw(now);
        } else if (mode == DisplayMode.LINES && active && now - writtenAt >= LINE_EVERY) {
            if (running.isEmpty()) {
                line("between stages for " + Figures.clock(TimeUnit.NANOSECONDS.toSeconds(now - idleSince)), now);
            }
            running.values().forEach(stage -> line(stage.line(now), now));
        }
    }

    /** Has whole lines written from elsewhere, such as log messages, without damaging the bar. */
    public synchronized void aside(Runnable writing) {
        erase();
        writing.run();
    }

    /** Stops updating and leaves the cursor at the start of a new line. */
    @Override
    public synchronized void close() {
        if (ticker != null) {
            ticker.shutdownNow();
        }
        active = false;
        running.clear();
        erase();
    }

    private synchronized void startTicker() {
        if (mode == DisplayMode.NONE) {
            return;
        }
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "virnuc-progress");
            thread.setDaemon(true);
            return thread;
        });
        executor.execute(width::measure);
        // A tick that cannot write throws, and the executor does not repeat it.
        var unused = executor.scheduleAtFixedRate(this::tick, TICK_EVERY, TICK_EVERY, TimeUnit.NANOSECONDS);
        ticker = executor;
    }

    private void started(TelemetryEvent.StageStarted event, long now) {
        RunningStage stage = new RunningStage(event, now);
        running.put(event.stage(), stage);
        if (mode == DisplayMode.LINES) {
            line(stage.started(), now);
        } else {
            draw(now);
        }
    }

    private void progressed(TelemetryEvent.StageProgressed event, long now) {
        RunningStage stage = running.get(event.stage());
        if (stage != null) {
            stage.progressed(event, now);
            if (mode == DisplayMode.BAR) {
                redraw(now);
            }
        }
    }

    private void ended(StageReport report, long now) {
        RunningStage stage = running.remove(report.id());
        idleSince = now;
        if (mode == DisplayMode.LINES || isNotable(report)) {
            line(stage == null ? skipped(report) : stage.ended(report), now);
        }
        if (mode == DisplayMode.BAR) {
            draw(now);
        }
    }

    /** Whether a line about the end of a stage stays on a terminal: of one that took long, or that went wrong. */
    private static boolean isNotable(StageReport report) {
        return switch (report.status()) {
            case DONE -> report.wallSeconds() >= NOTABLE_SECONDS;
            case SKIPPED -> false;
            default -> true;
        };
    }

    private static String skipped(StageReport report) {
        OriginalStage original = report.original();
        return report.id() + "  " + report.status().word()
                + (report.skippedReason() == null ? "" : " (" + report.skippedReason() + ")")
                + (original == null ? "" : ", was " + Figures.seconds(original.wallSeconds()));
    }

    private void line(String text, long now) {
        erase();
        write(text + "\n");
        writtenAt = now;
    }

    private void redraw(long now) {
        if (now - writtenAt >= REDRAW_EVERY) {
            draw(now);
        }
    }

    private void draw(long now) {
        if (running.isEmpty()) {
            erase();
            return;
        }
        int room = width.getAsInt() - 1; // some terminals wrap in the last column
        if (drawn > room) {
            write("\n"); // the terminal has become narrower and has wrapped what was drawn
            drawn = 0;
        }
        int beside = BESIDE.length() * (running.size() - 1);
        int each = Math.max(0, room - beside) / running.size();
        String text =
                running.values().stream().map(stage -> stage.bar(now, each)).collect(Collectors.joining(BESIDE));
        String fitting = text.substring(0, Math.min(text.length(), room));
        write("\r" + fitting + " ".repeat(Math.max(0, drawn - fitting.length())));
        drawn = fitting.length();
        writtenAt = now;
    }

    private void erase() {
        if (drawn > 0) {
            write("\r" + " ".repeat(drawn) + "\r");
            drawn = 0;
        }
    }

    private void write(String text) {
        try {
            out.append(text);
            if (out instanceof Flushable flushable) {
                flushable.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
