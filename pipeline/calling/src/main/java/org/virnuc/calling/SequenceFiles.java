package org.virnuc.calling;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.FastaWriter;

/**
 * The FASTA files of records and regions. The letters come from the chunks, in whose order the records are walked: every
 * base of the input stands there, so that no input is read twice and no id has to be looked up.
 */
final class SequenceFiles implements Closeable {
    private final FastaReader chunks;
    private final @Nullable FastaWriter viral;
    private final @Nullable FastaWriter host;
    private final @Nullable FastaWriter regionLetters;
    private byte[] letters = {};

    /** Takes over the reader of the chunks; a file that is not wanted is null. */
    SequenceFiles(
            FastaReader chunks,
            @Nullable OutputStream viral,
            @Nullable OutputStream host,
            @Nullable OutputStream regions) {
        this.chunks = chunks;
        this.viral = writer(viral);
        this.host = writer(host);
        this.regionLetters = writer(regions);
    }

    private static @Nullable FastaWriter writer(@Nullable OutputStream out) {
        return out == null ? null : new FastaWriter(out, FastaWriter.BIOPYTHON_COLUMNS);
    }

    /** Writes what is wanted of the next record, with all its chunks in the reader. */
    void add(RecordScores record, RecordVerdict verdict, List<Region> regions) throws IOException {
        FastaWriter whole = verdict == RecordVerdict.VIRUS ? viral : verdict == RecordVerdict.OTHERS ? host : null;
        if (whole != null) {
            begin(whole, record.id());
        }
        RegionCursor cursor = new RegionCursor(record, regionLetters == null ? List.of() : regions);
        long done = 0;
        for (int chunk = 0; chunk < record.chunks(); chunk++) {
            next(record, chunk);
            int fresh = (int) (record.end(chunk) - done);
            if (fresh <= 0 || (whole == null && cursor.isDone())) {
                continue;
            }
            if (letters.length < fresh) {
                letters = new byte[fresh];
            }
            chunks.copy(done - record.start(chunk), letters, 0, fresh);
            if (whole != null) {
                whole.letters(letters, 0, fresh);
            }
            if (regionLetters != null) {
                cursor.write(regionLetters, done, fresh);
            }
            done = record.end(chunk);
        }
        if (whole != null) {
            whole.end();
        }
    }

    void flush() throws IOException {
        for (FastaWriter writer : new FastaWriter[] {viral, host, regionLetters}) {
            if (writer != null) {
                writer.flush();
            }
        }
    }

    @Override
    public void close() throws IOException {
        chunks.close();
    }

    private void next(RecordScores record, int chunk) throws IOException {
        if (!chunks.next() || chunks.length() != record.end(chunk) - record.start(chunk)) {
            throw new IllegalStateException("consensus: chunk " + (chunk + 1) + " of " + record.id()
                    + " is not what the table of records says; run again with `force`");
        }
    }

    private static void begin(FastaWriter writer, String header) throws IOException {
        byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
        writer.begin();
        writer.id(bytes, bytes.length);
        writer.beginLetters();
    }

    /** Hands each region its part of the letters that pass. */
    private final class RegionCursor {
        private final RecordScores record;
        private final List<Region> regions;
        private int at;
        private boolean begun;

        RegionCursor(RecordScores record, List<Region> regions) {
            this.record = record;
            this.regions = regions;
        }

        boolean isDone() {
            return at == regions.size();
        }

        /** Takes the letters of a stretch of the record, which begins where the one before has ended. */
        void write(FastaWriter out, long from, int length) throws IOException {
            while (!isDone() && regions.get(at).start() < from + length) {
                Region region = regions.get(at);
                if (!begun) {
                    begin(
                            out,
                            record.id() + ":" + (region.start() + 1) + "-" + region.end() + " "
                                    + RegionTables.name(record, at + 1));
                    begun = true;
                }
                int first = (int) Math.max(0, region.start() - from);
                int last = (int) Math.min(length, region.end() - from);
                out.letters(letters, first, last - first);
                if (region.end() > from + length) {
                    return;
                }
                out.end();
                begun = false;
                at++;
            }
        }
    }
}
