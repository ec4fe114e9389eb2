package org.virnuc.pipeline.stages;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.models.chunkhead.ChunkHead;

/**
 * The features of some chunks: files {@code chunk_features_1.bin} and so on, with a row for each chunk, in order: its
 * number over all records from 0 as int64, its bases as int32, and its features as float32, all big-endian.
 *
 * @param chunks of the run
 * @param files with the rows
 * @param features in the order of the numbers
 */
public record ChunkFeatureRows(Chunks chunks, List<Path> files, List<ChunkHead.Feature> features) {

    public ChunkFeatureRows {
        files = List.copyOf(files);
        features = List.copyOf(features);
    }

    /**
     * One chunk.
     *
     * @param record the id of its record
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Row(String record, int bases, float[] numbers) {}

    static String fileName(int number) {
        return "chunk_features_" + number + ".bin";
    }

    static byte[] bytes(long chunk, int bases, float[] numbers) {
        ByteBuffer row = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + numbers.length * Float.BYTES);
        row.putLong(chunk).putInt(bases).asFloatBuffer().put(numbers);
        return row.array();
    }

    /** The number of bases that chunks were cut to. */
    public int chunkLength() {
        return chunks.chunkLength();
    }

    /** Reads all rows. */
    public List<Row> read() throws IOException {
        int width = features.stream().mapToInt(ChunkHead.Feature::width).sum();
        byte[] numbers = new byte[width * Float.BYTES];
        List<Row> rows = new ArrayList<>();
        try (RecordTable.Reader records = chunks.records()) {
            RecordTable.Row record = records.next();
            long end = record == null ? 0 : record.chunks();
            for (Path file : files) {
                long count = Files.size(file) / (Long.BYTES + Integer.BYTES + numbers.length);
                try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                    for (long i = 0; i < count; i++) {
                        long chunk = in.readLong();
                        while (record != null && chunk >= end) {
                            record = records.next();
                            end += record == null ? 0 : record.chunks();
                        }
                        if (record == null) {
                            throw new IOException(file + ": a row of chunk " + chunk + ", and there are " + end);
                        }
                        int bases = in.readInt();
                        in.readFully(numbers);
                        float[] values = new float[width];
                        ByteBuffer.wrap(numbers).asFloatBuffer().get(values);
                        rows.add(new Row(record.id(), bases, values));
                    }
                }
            }
        }
        return rows;
    }
}
