package org.virnuc.telemetry.child;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.report.Figures;

/**
 * Reads the lines that the child processes of a stage append to a file, and reports them to the stage. Each poll
 * continues where the last one stopped; a line is read once its line feed is there. Lines that cannot be used are
 * counted, and the first few are named in an event when the feed is closed; they never fail the stage. Memory use does
 * not depend on the size of the file.
 *
 * <p>{@link #closePart} compresses what was written so far, so that a stage with very many children needs little disk
 * space. A feed whose file has closed parts, such as those of an earlier attempt, reads them first.
 */
public final class ChildFeed implements AutoCloseable {
    /** Environment variable with the path of the file. A child process that does not find it reports nothing. */
    public static final String SINK = "VIRNUC_TELEMETRY_SINK";

    /** Environment variable with the id of the stage. */
    public static final String STAGE = "VIRNUC_TELEMETRY_STAGE";

    /** Environment variable with the id of the run. */
    public static final String RUN_ID = "VIRNUC_RUN_ID";

    /** Name of the metric for the number of lines that could not be used. */
    public static final String BAD_LINES = "child_lines_bad";

    /** Name of the metric for the size of the file with its closed parts, in bytes before compression. */
    public static final String BYTES = "child_sink_bytes";

    /** Name of the metric for the growth of the file, in bytes per second of the stage. */
    public static final String BYTES_PER_SECOND = "child_sink_bytes_per_second";

    /** Size of the file beyond which nothing more is read from it, unless another one is given: 4 GB. */
    public static final long LARGEST_FILE = 4_000_000_000L;

    private static final int BUFFER = 1 << 16;

    /** Longest line that is accepted, in bytes. */
    static final int LONGEST_LINE = 1 << 16;

    private static final int NAMED = 5;

    private final StageSpan span;
    private final Path file;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> named = new ArrayList<>();
    private final SinkParts parts;
    private long offset;
    private long inParts;
    private long lines;
    private long bad;
    private final long largest;
    private boolean tooLong;
    private boolean started;
    private boolean closed;
    private boolean warned;
    private boolean stopped;

    /** Creates a feed from {@code file}, which need not exist yet, to {@code span}. */
    public ChildFeed(StageSpan span, Path file) {
        this(span, file, LARGEST_FILE);
    }

    /**
     * Creates a feed that stops reading when the file has grown too large. The stage goes on, and children may go on
     * writing; at half the size there is a warning.
     *
     * @param largest size in bytes beyond which nothing more is read
     */
    public ChildFeed(StageSpan span, Path file, long largest) {
        this.span = span;
        this.largest = largest;
        this.file = file.toAbsolutePath();
        this.parts = new SinkParts(this.file);
    }

    /** Returns the variables that a child process needs in its environment. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(SINK, file.toString());
        environment.put(STAGE, span.id());
        environment.put(RUN_ID, span.runId());
        return environment;
    }

    /** Reads the lines that were completed since the last call. Cheap if there are none. */
    public synchronized void poll() {
        if (!started) {
            started = true;
            parts.closed().forEach(this::readPart);
        }
        readFrom(file);
    }

    /**
     * Reads what children have written so far, compresses it into a file of its own ({@code NAME.1.gz},
     * {@code NAME.2.gz} and so on), and lets children begin the file anew. Call it when no child has the file open, such
     * as after each batch of children; what a child that still has it open writes later is lost. A part that cannot be
     * compressed, for example because the disk is full, stays as it is; the stage gets a warning.
     */
    public synchronized void closePart() {
        poll();
        try {
            if (Files.notExists(file) || Files.size(file) == 0) {
                return;
            }
            Path part = parts.close();
            readFrom(part);
            tear();
            inParts += offset;
            offset = 0;
            SinkParts.compress(part);
        } catch (IOException e) {
            String message = "what child processes have written could not be compressed: " + Reason.of(e);
            span.event(EventClass.TELEMETRY, Severity.WARNING, message, Map.of());
        }
    }

    /** Reads the remaining lines and reports unusable ones in an event. A last line without a line feed is unusable. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        poll();
        if (size() > 0) {
            span.metric(BYTES, size());
            span.metric(BYTES_PER_SECOND, bytesPerSecond());
        }
        tear();
        if (bad > 0) {
            span.metric(BAD_LINES, bad);
            String message = bad + " of " + lines + " lines of child processes could not be used: "
                    + String.join("; ", named) + (bad > named.size() ? "; and more" : "");
            span.event(EventClass.TELEMETRY, Severity.WARNING, message, Map.of("bad", bad, "lines", lines));
        }
    }

    /** Reads on in the file, or in the part that it has just become. */
    private void readFrom(Path path) {
        if (stopped) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() < offset) {
                bad("the file became shorter and is read again from its start");
                startOver();
            }
            channel.position(offset);
            InputStream in = Channels.newInputStream(channel);
            for (int length = in.read(buffer); length > 0; length = stopped ? 0 : in.read(buffer)) {
                offset += length;
                take(length);
                watchSize();
            }
        } catch (NoSuchFileException noChildHasWritten) {
            offset = 0;
        } catch (IOException e) {
            bad("the file cannot be read: " + Reason.of(e));
        }
    }

    /** Reads a part that an earlier feed has closed. */
    private void readPart(Path part) {
        if (stopped) {
            return;
        }
        try (InputStream in = SinkParts.open(part)) {
            for (int length = in.read(buffer); length > 0; length = stopped ? 0 : in.read(buffer)) {
                inParts += length;
                take(length);
                watchSize();
            }
        } catch (IOException e) {
            bad(part.getFileName() + " cannot be read: " + Reason.of(e));
        }
        tear();
    }

    /** Counts a last line that has no end. */
    private void tear() {
        if (!stopped && (line.size() > 0 || tooLong)) {
            lines++;
            bad("line " + lines + ": torn at the end of the file");
        }
        line.reset();
        tooLong = false;
    }

    private long size() {
        return inParts + offset;
    }

    /** Warns when the file is half as large as it may be, and stops reading when it is larger. */
    private void watchSize() {
        if (size() > largest) {
            stopped = true;
            event("is larger than " + Figures.bytes(largest)
                    + "; what they write from now on is not read, and the run goes on");
        } else if (!warned && size() > largest / 2) {
            warned = true;
            event("has grown to " + Figures.bytes(size()) + ", and is read up to " + Figures.bytes(largest));
        }
    }

    private void event(String what) {
        long perSecond = bytesPerSecond();
        span.event(
                EventClass.TELEMETRY,
                Severity.WARNING,
                "the file of child processes " + what + "; they write " + Figures.bytes(perSecond) + " a second",
                Map.of("bytes", size(), "bytes_per_second", perSecond));
    }

    private long bytesPerSecond() {
        double seconds = span.elapsedSeconds();
        return seconds > 0 ? Math.round(size() / seconds) : 0;
    }

    private void startOver() {
        offset = 0;
        line.reset();
        tooLong = false;
    }

    private void take(int length) {
        for (int i = 0; i < length; i++) {
            byte b = buffer[i];
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
