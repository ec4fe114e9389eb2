package org.virnuc.telemetry.child;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageSpan;

/**
 * The lines that child processes of a stage append to a file, read from where the last reading stopped. A line counts once it is ended;
 * one that cannot be used is counted, the first few are named in an event of the stage at the end, and nothing of it fails the stage.
 * Memory does not grow with the file.
 */
public final class ChildFeed implements AutoCloseable {
    /** The environment variable that names the file; without it a child keeps its figures to itself. */
    public static final String SINK = "VIRNUC_TELEMETRY_SINK";

    /** The environment variable with the stage's name. */
    public static final String STAGE = "VIRNUC_TELEMETRY_STAGE";

    /** The environment variable with the run's id. */
    public static final String RUN_ID = "VIRNUC_RUN_ID";

    /** Metric of a stage: lines of child processes that could not be used. */
    public static final String BAD_LINES = "child_lines_bad";

    private static final int BUFFER = 1 << 16;

    /** A longer line is bad. */
    static final int LONGEST_LINE = 1 << 16;

    private static final int NAMED = 5;

    private final StageSpan span;
    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> named = new ArrayList<>();
    private long offset;
    private long lines;
    private long bad;
    private boolean tooLong;
    private boolean closed;

    /** Reads {@code file}, which need not be there yet, for {@code span}. */
    public ChildFeed(StageSpan span, Path file) {
        this.span = span;
        this.file = file.toAbsolutePath();
    }

    /** What a child must have in its environment. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(SINK, file.toString());
        environment.put(STAGE, span.id());
        environment.put(RUN_ID, span.runId());
        return environment;
    }

    /** Takes the lines that were ended since the last time; cheap where there are none. */
    public synchronized void poll() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < offset) {
                bad("the file has become shorter; it is read from its start");
                startOver();
            }
            channel.position(offset);
            while (channel.read(buffer.clear()) > 0) {
                offset += buffer.flip().remaining();
                take();
            }
        } catch (NoSuchFileException noChildHasWritten) {
            offset = 0;
        } catch (IOException e) {
            bad("the file cannot be read: " + e);
        }
    }

    /** Takes what is left, and tells of bad lines; one without an end is bad. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        poll();
        if (line.size() > 0 || tooLong) {
            lines++;
            bad("line " + lines + ": torn at the end of the file");
        }
        if (bad > 0) {
            span.metric(BAD_LINES, bad);
            String message = bad + " of " + lines + " lines of child processes could not be used: "
                    + String.join("; ", named) + (bad > named.size() ? "; and more" : "");
            span.event(EventClass.TELEMETRY, Severity.WARNING, message, Map.of("bad", bad, "lines", lines));
        }
    }

    private void startOver() {
        offset = 0;
        line.reset();
        tooLong = false;
    }

    private void take() {
        while (buffer.hasRemaining()) {
            byte b = buffer.get();
            if (b == '\n') {
                endOfLine();
            } else if (line.size() < LONGEST_LINE) {
                line.write(b);
            } else {
                tooLong = true;
            }
        }
    }

    private void endOfLine() {
        lines++;
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (tooLong) {
            tooLong = false;
            bad("line " + lines + ": longer than " + LONGEST_LINE + " bytes");
        } else if (!text.isBlank()) {
            try {
                ChildLine.parse(text).applyTo(span);
            } catch (IllegalArgumentException e) {
                bad("line " + lines + ": " + e.getMessage());
            }
        }
    }

    private void bad(String problem) {
        bad++;
        if (named.size() < NAMED) {
            named.add(problem);
        }
    }
}
