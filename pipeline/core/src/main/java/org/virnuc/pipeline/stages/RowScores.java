package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scores of some rows, each the first with its sequence. Files {@code scores_<n>.bin} are little-endian: 8 bytes {@code
 * VNROWS01}, then for each row, ascending over all files, int64 row number, float32 score for others, float32 score for
 * virus.
 */
public record RowScores(Path folder, long rows, int files) {
    private static final byte[] MAGIC = "VNROWS01".getBytes(StandardCharsets.US_ASCII);
    private static final int ENTRY_BYTES = Long.BYTES + 2 * Float.BYTES;

    static String fileName(int number) {
        return "scores_" + number + ".bin";
    }

    /** Writes a file. */
    static void write(OutputStream out, long[] rows, float[] scores) throws IOException {
        ByteBuffer entries = ByteBuffer.allocate(MAGIC.length + rows.length * ENTRY_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC);
        for (int i = 0; i < rows.length; i++) {
            entries.putLong(rows[i]).putFloat(scores[2 * i]).putFloat(scores[2 * i + 1]);
        }
        out.write(entries.array());
    }

    /** A reader of all files. */
    Reader reader() throws IOException {
        return new Reader();
    }

    /** Looks up rows in any order; the files read last stay in memory. */
    final class Reader {
        private static final int AT_ONCE = 64;

        private final TreeMap<Long, Integer> numbers = new TreeMap<>();
        private final Map<Integer, ByteBuffer> recent = new LinkedHashMap<>(AT_ONCE, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, ByteBuffer> eldest) {
                return size() > AT_ONCE;
            }
        };
        private float others;
        private float virus;

        Reader() throws IOException {
            for (int number = 1; number <= files; number++) {
                numbers.put(firstRow(number), number);
            }
        }

        /** Moves to a row; false if it has no scores here. */
        boolean find(long row) throws IOException {
            Map.Entry<Long, Integer> file = numbers.floorEntry(row);
            if (file == null) {
                return false;
            }
            ByteBuffer entries = entries(file.getValue());
            int low = 0;
            int high = entries.limit() / ENTRY_BYTES - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (entries.getLong(middle * ENTRY_BYTES) <= row) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            others = entries.getFloat(low * ENTRY_BYTES + Long.BYTES);
            virus = entries.getFloat(low * ENTRY_BYTES + Long.BYTES + Float.BYTES);
            return entries.getLong(low * ENTRY_BYTES) == row;
        }

        /** The score for others of the row found last. */
        float others() {
            return others;
        }

        /** The score for virus of the row found last. */
        float virus() {
            return virus;
        }

        private ByteBuffer entries(int number) throws IOException {
            ByteBuffer found = recent.get(number);
            if (found == null) {
                Path file = folder.resolve(fileName(number));
                found = entries(file, Files.readAllBytes(file));
                recent.put(number, found);
            }
            return found;
        }

        private long firstRow(int number) throws IOException {
            Path file = folder.resolve(fileName(number));
            try (InputStream in = Files.newInputStream(file)) {
                return entries(file, in.readNBytes(MAGIC.length + Long.BYTES)).getLong(0);
            }
        }

        private static ByteBuffer entries(Path file, byte[] content) throws IOException {
            ByteBuffer entries = ByteBuffer.wrap(content);
            if (content.length < MAGIC.length + Long.BYTES
                    || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new IOException(file + " is not a file of row scores: it does not begin with VNROWS01 and a row");
            }
            entries.position(MAGIC.length);
            return entries.slice().order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
