package org.virnuc.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.pipeline.stages.ChunkTable;
import org.virnuc.pipeline.stages.RecordTable;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.InputException;
import org.virnuc.training.data.Part;
import org.virnuc.training.data.Split;

/** The rows of all frames that take part in a training, by part. */
final class TrainingFrames {
    /** Fewer frames of one label in one part say nothing. */
    static final int LEAST = 10;

    private final Map<Part, Rows> frames = new EnumMap<>(Part.class);
    private final Map<Part, Rows> chunks = new EnumMap<>(Part.class);
    private final List<List<FrameRange>> heldOut = new ArrayList<>();
    private long ambiguous;

    /** The rows of a chunk's frames. */
    record FrameRange(int first, int count) {}

    private TrainingFrames() {
        for (Part part : Part.values()) {
            frames.put(part, new Rows());
            chunks.put(part, new Rows());
        }
    }

    /**
     * Collects the rows.
     *
     * @throws InputException if a label has too few frames in a part
     */
    static TrainingFrames of(ChunkedFrames input, TruthLabels labels, Split split, FrameRule rule) throws IOException {
        TrainingFrames found = new TrainingFrames();
        int row = 0;
        try (RecordTable.Reader records = input.chunks().records();
                ChunkTable.Reader table = input.frames().chunks();
                FastaReader letters = input.chunks().open()) {
            for (RecordTable.Row record = records.next(); record != null; record = records.next()) {
                Part part = split.of(record.id());
                List<FrameRange> ranges = new ArrayList<>();
                int label = labels.of(record.id()).viral() ? 1 : 0;
                for (long chunk = 0; chunk < record.chunks(); chunk++) {
                    letters.next();
                    int count = table.next().frames().size();
                    if (rule == FrameRule.ALL || isPlain(letters.sequenceText())) {
                        found.add(part, row, count, label);
                    } else {
                        found.ambiguous++;
                    }
                    if (count > 0) {
                        ranges.add(new FrameRange(row, count));
                    }
                    row += count;
                }
                if (part != Part.TRAINING) {
                    found.heldOut.add(ranges);
                }
            }
        }
        found.check();
        return found;
    }

    private void add(Part part, int row, int count, int label) {
        for (int i = 0; i < count; i++) {
            frames(part).add(row + i, label);
        }
        if (count > 0) {
            chunks(part).add(row, label);
        }
    }

    private void check() {
        for (Part part : Part.values()) {
            for (int label = 0; label < 2; label++) {
                int count = frames(part).count(label);
                if (count < LEAST) {
                    throw new InputException("the " + (label == 1 ? "viral" : "host") + " records for " + part.word()
                            + " have " + count + " open reading frames, expected " + LEAST
                            + " or more; add records, or longer ones");
                }
            }
        }
    }

    /** All frames of a part. */
    Rows frames(Part part) {
        return Objects.requireNonNull(frames.get(part));
    }

    /** The first frame of each chunk of a part that has one. */
    Rows chunks(Part part) {
        return Objects.requireNonNull(chunks.get(part));
    }

    /** The chunks with a frame of each record that does not train. */
    List<List<FrameRange>> heldOut() {
        return heldOut;
    }

    /** The number of chunks that were left out because of ambiguous letters. */
    long ambiguous() {
        return ambiguous;
    }

    private static boolean isPlain(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            if ("ACGTacgt".indexOf(letters.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
