package org.virnuc.pipeline.embeddings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.files.AtomicFile;

/** Writes the format that {@link Segment} describes. */
final class SegmentWriter {
    private SegmentWriter() {}

    /** The size of a segment in bytes, given its number of rows. */
    static long size(EmbeddingKey encoder, long rows) {
        return Segment.HEADER_BYTES + rows * (Segment.ENTRY_BYTES + (long) encoder.dimension() * Float.BYTES);
    }

    /** Writes a segment atomically. Among rows with equal keys, the first counts. */
    static void write(Path path, EmbeddingKey encoder, List<CachedVector> given) throws IOException {
        List<CachedVector> rows = distinct(given);
        ByteBuffer index = ByteBuffer.allocate(rows.size() * Segment.ENTRY_BYTES);
        for (CachedVector row : rows) {
            index.put(row.key());
            index.putInt(Segment.check(ByteBuffer.wrap(row.key()), row.vector()));
        }
        index.flip();
        try (AtomicFile file = AtomicFile.create(path)) {
            file.write(Segment.header(encoder, rows.size(), Segment.check(index.duplicate()))
                    .array());
            file.write(index.array());
            byte[] vector = new byte[encoder.dimension() * Float.BYTES];
            for (CachedVector row : rows) {
                row.vector().get(vector);
                file.write(vector);
            }
            file.commit();
        }
    }

    private static List<CachedVector> distinct(List<CachedVector> given) {
        List<CachedVector> sorted = new ArrayList<>(given);
        sorted.sort(CachedVector.BY_KEY);
        List<CachedVector> rows = new ArrayList<>(sorted.size());
        for (CachedVector row : sorted) {
            if (rows.isEmpty() || CachedVector.BY_KEY.compare(rows.get(rows.size() - 1), row) != 0) {
                rows.add(row);
            }
        }
        return rows;
    }
}
