package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scores of some rows, each the first with its sequence: {@code scores_<n>.bin}, little-endian, 8 bytes {@code VNROWS01}, then for
 * each row, ascending over all files, int64 its number, float32 the score for others, float32 that for virus.
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

    /** Maps all files. */
    Reader reader() throws IOException {
        return new Reader();
    }

    /** Looks rows up, in any order. */
    final class Reader {
        private final TreeMap<Long, ByteBuffer> mapped = new TreeMap<>();
        private float others;
        private float virus;

        Reader() throws IOException {
            for (int number = 1; number <= files; number++) {
                ByteBuffer entries = map(folder.resolve(fileName(number)));
                mapped.put(entries.getLong(0), entries);
            }
        }

        /** Goes to a row; false where it has no scores here. */
        boolean find(long row) {
            Map.Entry<Long, ByteBuffer> file = mapped.floorEntry(row);
            if (file == null) {
                return false;
            }
            ByteBuffer entries = file.getValue();
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

        /** Its score for virus. */
        float virus() {
            return virus;
        }

        private static ByteBuffer map(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                ByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
                byte[] magic = new byte[MAGIC.length];
                content.get(magic);
                if (!Arrays.equals(magic, MAGIC)) {
                    throw new IOException(file + " is not a file of row scores: it does not begin with VNROWS01");
                }
                return content.slice().order(ByteOrder.LITTLE_ENDIAN);
            }
        }
    }
}
