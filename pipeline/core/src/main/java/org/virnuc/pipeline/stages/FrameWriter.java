package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.FastaWriter;
import org.virnuc.sequences.Frame;
import org.virnuc.sequences.SixFrameTranslator;

/** Writes each kept frame to the nucleotide file and to the protein file, under the same id. */
final class FrameWriter {
    private static final byte[][] SUFFIXES = Frame.ALL.stream()
            .map(frame -> frame.suffix().getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private final FastaWriter nucleotides;
    private final FastaWriter proteins;
    private long frames;

    FrameWriter(OutputStream nucleotideFile, OutputStream proteinFile) {
        nucleotides = new FastaWriter(nucleotideFile, FastaWriter.ONE_LINE);
        proteins = new FastaWriter(proteinFile, FastaWriter.ONE_LINE);
    }

    /** Writes the translator's kept frames in order; the reader stands at their chunk. */
    void write(FastaReader chunk, SixFrameTranslator translated, int mask) throws IOException {
        for (int left = mask; left != 0; left &= left - 1) {
            int number = Integer.numberOfTrailingZeros(left);
            Frame frame = Frame.ALL.get(number);
            header(nucleotides, chunk, SUFFIXES[number]);
            nucleotides.sequence(translated.nucleotideBytes(frame), frame.offset(), translated.nucleotideLength(frame));
            header(proteins, chunk, SUFFIXES[number]);
            proteins.sequence(
                    translated.proteinBytes(), translated.proteinStart(frame), translated.proteinLength(frame));
            frames++;
        }
    }

    /** The number of frames written. */
    long frames() {
        return frames;
    }

    void flush() throws IOException {
        nucleotides.flush();
        proteins.flush();
    }

    private static void header(FastaWriter writer, FastaReader chunk, byte[] suffix) throws IOException {
        writer.begin();
        writer.id(chunk.idBytes(), chunk.idLength());
        writer.id(suffix, suffix.length);
    }
}
