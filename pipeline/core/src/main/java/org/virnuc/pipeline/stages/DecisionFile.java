package org.virnuc.pipeline.stages;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.virnuc.pipeline.cascade.Decider;

/**
 * The model that each chunk of a cascade is assigned to. The file {@code deciders.bin} has 8 bytes {@code VNDCD001},
 * then one byte for every chunk of the input, in order: the {@link Decider}'s code.
 *
 * @param cascade {@code cascade.json}: the band and the figures it was derived from
 */
public record DecisionFile(Path file, Path cascade) {
    static final String FILE_NAME = "deciders.bin";
    static final byte[] MAGIC = "VNDCD001".getBytes(StandardCharsets.US_ASCII);

    Reader reader() throws IOException {
        return new Reader(file);
    }

    /** Reads the file in step with the chunks. */
    static final class Reader implements Closeable {
        private final Path path;
        private final InputStream in;

        Reader(Path path) throws IOException {
            this.path = path;
            this.in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                in.close();
                throw new IOException(path + " is not a table of deciders: it does not begin with VNDCD001");
            }
        }

        /** The decider of the next chunk. */
        Decider next() throws IOException {
            int code = in.read();
            if (code < 0) {
                throw new EOFException(path + " ends before the chunks do");
            }
            return Decider.of(code);
        }

        /** The decider of the next chunk that has frames. */
        Decider nextScored() throws IOException {
            Decider decider = next();
            while (decider == Decider.NONE) {
                decider = next();
            }
            return decider;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
