package org.virnuc.pipeline.stages;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.RecordScores;

/** {@code distances.bin}: the distance of each frame from the training data, in order, as big-endian float32. */
final class DistanceFile {
    static final String FILE_NAME = "distances.bin";

    private DistanceFile() {}

    static void write(float[] distances, int count, OutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES); // big-endian
        bytes.asFloatBuffer().put(distances, 0, count);
        out.write(bytes.array());
    }

    /** Reads distances in step with the frames; without a file, no distance is known. */
    static final class Reader implements Closeable {
        private final @Nullable DataInputStream in;

        Reader(@Nullable Path file) throws IOException {
            in = file == null
                    ? null
                    : new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        }

        /** Adds the distance of the next chunk to its record: the smallest distance of its frames. */
        void addTo(RecordScores record, int frames) throws IOException {
            if (in == null) {
                return;
            }
            float nearest = Float.POSITIVE_INFINITY;
            for (int frame = 0; frame < frames; frame++) {
                nearest = Math.min(nearest, in.readFloat());
            }
            record.addDistance(nearest);
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }
    }
}
