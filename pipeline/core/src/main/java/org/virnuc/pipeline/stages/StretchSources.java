package org.virnuc.pipeline.stages;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.virnuc.pipeline.embeddings.UniqueSequences;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.DuplicateFinder;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.Frame;
import org.virnuc.sequences.ScratchFolder;
import org.virnuc.sequences.SixFrameTranslator;
import org.virnuc.sequences.StretchFinder.Stretch;

/**
 * Says where the scores of each stretch come from: from the stretch itself, from an earlier stretch with the same
 * nucleotides, or from a frame with the same nucleotides, which has its scores already. As every codon of a stretch has a
 * residue, stretches with the same nucleotides have the same protein, and so has such a frame.
 */
final class StretchSources {
    private final ScoredChunks input;
    private final StretchSelection selection;
    private final Path folder;
    private final RowSet framesWanted = new RowSet();
    private int frameFiles;

    private StretchSources(ScoredChunks input, StretchSelection selection, Path folder) {
        this.input = input;
        this.selection = selection;
        this.folder = folder;
    }

    /** Finds the sources of all stretches, in passes over the chunks; the result lies in a folder for temporary files. */
    static StretchSources of(ScoredChunks input, StretchSelection selection, ScratchFolder scratch, ItemCounter steps)
            throws IOException, InterruptedException {
        StretchSources sources = new StretchSources(input, selection, scratch.path());
        long frames = input.scores().rows();
        long most = input.chunked().frames().chunkCount() * selection.limits().most();
        try (DuplicateFinder finder = new DuplicateFinder(frames + most, scratch)) {
            // In a cascade a frame may have its scores from the small model, and stretches are scored by the big one.
            if (input.cascade().isEmpty()) {
                addFrames(input.chunked(), selection, finder, steps);
            }
            sources.addStretches(finder, frames, steps);
        }
        sources.keepFrameScores(steps);
        return sources;
    }

    /** What the encoders read to score the stretches of a run, which are scored in blocks of {@code blockRows}. */
    static EncoderLoad load(ChunkedFrames input, StretchSelection selection, ScratchFolder scratch, int blockRows)
            throws IOException, InterruptedException {
        EncoderLoad.Count nucleotides = EncoderLoad.Count.ZERO;
        EncoderLoad.Count proteins = EncoderLoad.Count.ZERO;
        long frames = input.frames().frameCount();
        long most = input.frames().chunkCount() * selection.limits().most();
        try (DuplicateFinder finder = new DuplicateFinder(frames + most, scratch);
                StretchCursor cursor = new StretchCursor(input, selection)) {
            addFrames(input, selection, finder, new ItemCounter());
            List<String> block = new ArrayList<>();
            List<String> residues = new ArrayList<>();
            long row = frames;
            boolean more = true;
            while (more) {
                more = cursor.next();
                for (Stretch stretch : more ? cursor.stretches() : List.<Stretch>of()) {
                    if (firstOf(stretch, finder, row) == row) {
                        block.add(stretch.nucleotides());
                        residues.add(stretch.protein());
                    }
                    row++;
                }
                if (!more || block.size() >= blockRows) {
                    nucleotides = nucleotides.plus(block);
                    proteins = proteins.plus(UniqueSequences.of(residues).sequences());
                    block.clear();
                    residues.clear();
                }
            }
        }
        return new EncoderLoad(nucleotides, Optional.of(proteins));
    }

    private static long firstOf(Stretch stretch, DuplicateFinder finder, long row) {
        byte[] letters = stretch.nucleotides().getBytes(StandardCharsets.ISO_8859_1);
        return finder.firstOf(letters, letters.length, row);
    }

    private Path table() {
        return folder.resolve("sources.bin");
    }

    /**
     * Adds the frames that a stretch may be equal to. A chunk without an open frame has a stop in each, so its stretches are
     * shorter than the frames of a full chunk.
     */
    private static void addFrames(
            ChunkedFrames input, StretchSelection selection, DuplicateFinder finder, ItemCounter steps)
            throws IOException, InterruptedException {
        SixFrameTranslator translator = new SixFrameTranslator();
        int full = input.chunks().chunkLength();
        byte[] letters = new byte[full];
        long row = 0;
        try (FastaReader chunks = input.chunks().open();
                ChunkTable.Reader table = input.frames().chunks()) {
            while (chunks.next()) {
                ChunkTable.Entry entry = table.next();
                int length = Math.toIntExact(chunks.length());
                if (entry.isScored() && (selection.besideFrames() || length < full)) {
                    chunks.copy(0, letters, 0, length);
                    translator.translate(letters, length);
                    for (Frame frame : entry.frames()) {
                        add(finder, translator, frame, row++);
                    }
                } else {
                    row += entry.frames().size();
                }
                steps.add(0);
            }
        }
    }

    private static void add(DuplicateFinder finder, SixFrameTranslator translator, Frame frame, long row) {
        int length = translator.nucleotideLength(frame);
        int from = frame.offset();
        finder.firstOf(Arrays.copyOfRange(translator.nucleotideBytes(frame), from, from + length), length, row);
    }

    private void addStretches(DuplicateFinder finder, long frames, ItemCounter steps)
            throws IOException, InterruptedException {
        long row = 0;
        try (StretchCursor cursor = new StretchCursor(input.chunked(), selection);
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(table())))) {
            while (cursor.next()) {
                for (Stretch stretch : cursor.stretches()) {
                    long first = firstOf(stretch, finder, frames + row);
                    if (first < frames) {
                        framesWanted.add(first);
                    }
                    out.writeLong(first - frames);
                    row++;
                }
                steps.add(0);
            }
        }
    }

    /** Keeps the scores of the frames that stretches are equal to, so that they can be looked up. */
    private void keepFrameScores(ItemCounter steps) throws IOException, InterruptedException {
        long[] rows = new long[BigModelStage.ROWS_PER_FILE];
        float[] scores = new float[2 * rows.length];
        int count = 0;
        long line = 0;
        try (BufferedReader lines = input.scores().lines()) {
            for (long row = framesWanted.next(0); row >= 0; row = framesWanted.next(row + 1)) {
                for (; line < row; line++) {
                    lines.readLine();
                    steps.add(0);
                }
                FrameScore score = FrameScore.parse(lines.readLine());
                line++;
                rows[count] = row;
                scores[2 * count] = score.others();
                scores[2 * count++ + 1] = score.virus();
                if (count == rows.length) {
                    write(rows, scores);
                    count = 0;
                }
            }
        }
        if (count > 0) {
            write(Arrays.copyOf(rows, count), scores);
        }
    }

    private void write(long[] rows, float[] scores) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(RowScores.fileName(++frameFiles)))) {
            RowScores.write(out, rows, scores);
        }
    }

    /** The number of frames that stretches are equal to. */
    long frames() {
        return framesWanted.size();
    }

    Reader reader() throws IOException {
        return new Reader();
    }

    /** Goes along with the stretches. */
    final class Reader implements Closeable {
        private final long frames = input.scores().rows();
        private final RowScores.Reader frameScores;
        private final DataInputStream sources;
        private long source;

        private Reader() throws IOException {
            frameScores = new RowScores(folder, framesWanted.size(), frameFiles).reader();
            sources = new DataInputStream(new BufferedInputStream(Files.newInputStream(table())));
        }

        /** Goes to the next stretch. */
        void next() throws IOException {
            source = sources.readLong();
        }

        /** Whether the stretch has the scores of a frame. */
        boolean isFrame() {
            return source < 0;
        }

        /** The number of the first stretch with its nucleotides; only of one that has not the scores of a frame. */
        long first() {
            return source;
        }

        /** The scores of the frame with its nucleotides. */
        FrameScore frameScore() throws IOException {
            if (!frameScores.find(source + frames)) {
                throw new IllegalStateException("stretches: frame " + (source + frames) + " has no scores");
            }
            return new FrameScore("", frameScores.others(), frameScores.virus());
        }

        @Override
        public void close() throws IOException {
            sources.close();
        }
    }
}
