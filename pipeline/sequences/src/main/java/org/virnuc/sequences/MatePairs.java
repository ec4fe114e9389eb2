package org.virnuc.sequences;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pairs mates regardless of their distance in the file. A read waits for its mate in memory while there is room, then
 * in a file that is sorted. A pair is emitted at the position of its second mate, or at the end if one mate was moved
 * to the file. Reads without a mate are emitted at the end. If a name occurs more than twice, a read is paired with the
 * nearest earlier one.
 */
final class MatePairs implements Closeable {
    private final Path scratch;
    private final String group;
    private final long room;
    private final Found found;
    private final Map<String, FastqRead> waiting = new LinkedHashMap<>();
    private @Nullable Writer spilled;
    private long waitingBytes;

    /** Receives pairs and single reads. */
    interface Found {
        void pair(FastqRead first, FastqRead second) throws IOException;

        /** A read without a mate in the same file. */
        void single(FastqRead read) throws IOException;
    }

    /**
     * Creates an empty collection.
     *
     * @param scratch a folder for temporary files
     * @param group prefix of the temporary files' names
     * @param room bytes of reads that may wait in memory
     */
    MatePairs(Path scratch, String group, long room, Found found) {
        this.scratch = scratch;
        this.group = group;
        this.room = room;
        this.found = found;
    }

    void add(FastqRead read) throws IOException {
        if (read.mate() == 0) {
            found.single(read);
            return;
        }
        String pair = read.pair();
        FastqRead before = waiting.remove(pair);
        if (before != null) {
            waitingBytes -= before.size();
        }
        if (meet(before, read) != null) {
            waiting.put(pair, read);
            waitingBytes += read.size();
            if (waitingBytes > room) {
                spill();
            }
        }
    }

    /** Emits all reads that still wait. */
    void finish() throws IOException {
        if (spilled == null) {
            for (FastqRead read : waiting.values()) {
                found.single(read);
            }
            return;
        }
        spill();
        spilled.close();
        Path sorted = scratch.resolve(group + ".sorted");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(sorted))) {
            SortedLines.append(unsorted(), scratch, out);
        }
        Files.delete(unsorted());
        try (BufferedReader lines = Files.newBufferedReader(sorted, StandardCharsets.ISO_8859_1)) {
            FastqRead before = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                FastqRead read = FastqRead.ofLine(line);
                if (before != null && !before.pair().equals(read.pair())) {
                    found.single(before);
                    before = null;
                }
                before = meet(before, read);
            }
            if (before != null) {
                found.single(before);
            }
        }
        Files.delete(sorted);
    }

    /** Matches two reads of one name, and returns the read that remains waiting. */
    private @Nullable FastqRead meet(@Nullable FastqRead before, FastqRead read) throws IOException {
        if (before == null) {
            return read;
        }
        if (before.mate() == read.mate()) {
            found.single(before);
            return read;
        }
        found.pair(before.mate() == 1 ? before : read, before.mate() == 1 ? read : before);
        return null;
    }

    private void spill() throws IOException {
        if (spilled == null) {
            spilled = new BufferedWriter(
                    new OutputStreamWriter(Files.newOutputStream(unsorted()), StandardCharsets.ISO_8859_1));
        }
        for (FastqRead read : waiting.values()) {
            spilled.append(read.line()).append('\n');
        }
        waiting.clear();
        waitingBytes = 0;
    }

    private Path unsorted() {
        return scratch.resolve(group + ".unsorted");
    }

    @Override
    public void close() throws IOException {
        if (spilled != null) {
            spilled.close();
        }
    }
}
