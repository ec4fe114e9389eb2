package org.virnuc.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    private long noncoding;
    private int proteinsRead;

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
    static TrainingFrames of(ChunkedFrames input, TruthLabels labels, Split split, FrameChoice choice)
            throws IOException {
        Optional<KnownProteins> known = choice.proteins().isPresent()
                ? Optional.of(KnownProteins.read(choice.proteins().get()))
                : Optional.empty();
        TrainingFrames found = new TrainingFrames();
        int row = 0;
        try (RecordTable.Reader records = input.chunks().records();
                ChunkTable.Reader table = input.frames().chunks();
                FastaReader letters = input.chunks().open();
                FastaReader proteins = FastaReader.trusted(input.frames().proteins())) {
            for (RecordTable.Row record = records.next(); record != null; record = records.next()) {
                Part part = split.of(record.id());
                List<FrameRange> ranges = new ArrayList<>();
                int label = labels.of(record.id()).viral() ? 1 : 0;
                for (long chunk = 0; chunk < record.chunks(); chunk++) {
                    letters.next();
                    int count = table.next().frames().size();
                    boolean plain = choice.chunks() == FrameRule.ALL || isPlain(letters.sequenceText());
                    found.ambiguous += plain ? 0 : 1;
                    found.add(part, plain ? found.chosen(row, count, known, proteins) : List.of(), label);
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
        found.check(known.isPresent());
        return found;
    }

    /** The rows of a chunk's frames that take part. */
    private List<Integer> chosen(int row, int count, Optional<KnownProteins> known, FastaReader proteins)
            throws IOException {
        List<Integer> rows = new ArrayList<>();
        for (int at = row; at < row + count; at++) {
            if (known.isEmpty()) {
                rows.add(at);
                continue;
            }
            while (proteinsRead <= at) {
                proteins.next();
                proteinsRead++;
            }
            if (known.get().contain(proteins.sequenceText())) {
                rows.add(at);
            } else {
                noncoding++;
            }
        }
        return rows;
    }

    private void add(Part part, List<Integer> rows, int label) {
        rows.forEach(row -> frames(part).add(row, label));
        if (!rows.isEmpty()) {
            chunks(part).add(rows.get(0), label);
        }
    }

    private void check(boolean coding) {
        for (Part part : Part.values()) {
            for (int label = 0; label < 2; label++) {
                int count = frames(part).count(label);
                if (count < LEAST) {
                    throw new InputException("the " + (label == 1 ? "viral" : "host") + " records for " + part.word()
                            + " have " + count + " open reading frames"
                            + (coding ? " that are part of a given protein" : "") + ", expected " + LEAST
                            + " or more; add records, or longer ones"
                            + (coding ? ", or their proteins" : ""));
                }
            }
        }
    }

    /** The number of frames that were left out because they are part of no given protein. */
    long noncoding() {
        return noncoding;
    }

    /** All frames of a part that take part. */
    Rows frames(Part part) {
        return Objects.requireNonNull(frames.get(part));
    }

    /** The first of these frames of each chunk of a part that has one. */
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
