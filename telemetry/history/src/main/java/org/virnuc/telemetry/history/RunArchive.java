package org.virnuc.telemetry.history;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Leftovers;
import org.virnuc.files.Reason;
import org.virnuc.files.SmallFile;

/**
 * Moves old runs into a file of compressed JSON lines, and back. A run is deleted from the history only after its line
 * is on disk.
 */
public final class RunArchive {
    private static final int BATCH = 500;

    private final RunHistory history;

    public RunArchive(RunHistory history) {
        this.history = history;
    }

    /**
     * Moves the runs that started before {@code before} and have ended.
     *
     * @param file the archive, which must not exist
     * @return the number of runs moved; if there are none, no file is created
     */
    public int write(Instant before, Path file) {
        List<String> ids = history.read(() -> Sql.query(
                history.connection(),
                "SELECT run_id FROM runs WHERE started_ms < ? AND status <> 'running' ORDER BY started_ms, seq",
                row -> row.getString(1),
                before.toEpochMilli()));
        if (ids.isEmpty()) {
            return 0;
        }
        if (Files.exists(file)) {
            throw new HistoryException("archive " + file + " is there already; give another name with `archive`");
        }
        try {
            writeWhole(ids, file);
        } catch (IOException e) {
            throw new HistoryException(
                    "cannot write archive " + file + " (" + Reason.of(e) + "); nothing was moved", e);
        }
        history.change(() -> {
            for (String id : ids) {
                Sql.update(history.connection(), "DELETE FROM runs WHERE run_id = ?", id);
            }
        });
        new Retention(history).shrink();
        return ids.size();
    }

    private void writeWhole(List<String> ids, Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Leftovers.removeOld(Files.createDirectories(Objects.requireNonNull(absolute.getParent())));
        try (AtomicFile archive = AtomicFile.create(absolute)) {
            GZIPOutputStream gzip = new GZIPOutputStream(archive, 1 << 16);
            BufferedWriter lines = new BufferedWriter(new OutputStreamWriter(gzip, StandardCharsets.UTF_8));
            for (String id : ids) {
                lines.write(AttemptJson.write(history.attempt(id).orElseThrow()));
                lines.write('\n');
            }
            lines.flush();
            gzip.finish();
            archive.commitNew();
        }
    }

    /**
     * Moves the runs of an archive back into the history. Runs that the history already has are not changed.
     *
     * @return the number of runs restored
     */
    public int restore(Path file) {
        int restored = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8))) {
            List<Attempt> batch = new ArrayList<>();
            int number = 0;
            for (String line = line(lines); line != null; line = line(lines)) {
                batch.add(AttemptJson.read(line, "archive " + file + ", line " + ++number));
                if (batch.size() == BATCH) {
                    restored += add(batch);
                    batch.clear();
                }
            }
            return restored + add(batch);
        } catch (IOException e) {
            throw new HistoryException(
                    "cannot read archive " + file + " (" + Reason.of(e) + "); " + restored + " runs were taken back",
                    e);
        }
    }

    /** Reads a line. One that is longer than a record can be is refused before it fills the memory. */
    private static @Nullable String line(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = lines.read(); c >= 0; c = lines.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (line.length() == SmallFile.RECORD) {
                throw new IOException("a line of more than " + SmallFile.RECORD + " characters, which no run has");
            }
            line.append((char) c);
        }
        return line.isEmpty() ? null : line.toString();
    }

    private int add(List<Attempt> batch) {
        List<Attempt> missing = batch.stream()
                .filter(attempt -> history.attempt(attempt.runId()).isEmpty())
                .toList();
        history.recordAll(missing);
        return missing.size();
    }
}
