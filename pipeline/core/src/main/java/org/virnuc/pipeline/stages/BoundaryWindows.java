package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.virnuc.calling.Boundaries;
import org.virnuc.calling.HalfWindows;
import org.virnuc.calling.RecordScores;
import org.virnuc.calling.RegionModel;
import org.virnuc.sequences.FastaReader;

/** Cuts windows around the boundaries of viral regions out of the chunks, record by record. */
final class BoundaryWindows {
    private final RecordCursor cursor;
    private final FastaReader chunks;
    private final ItemCounter steps;
    private final List<Boundaries.Between> found = new ArrayList<>();
    private final RegionModel model = new RegionModel((record, between) -> {
        found.add(between);
        return Boundaries.MIDDLE.at(record, between);
    });
    private final Deque<Window> pending = new ArrayDeque<>();

    /**
     * A part of a record, as long as a chunk.
     *
     * @param record number of the record over all inputs, from 1
     * @param start its first base, from 0
     */
    record Window(long record, long start, String letters) {}

    /** Letters from the chunk before a boundary to the one behind it. */
    private static final class Stretch {
        private final Boundaries.Between between;
        private final byte[] letters;

        Stretch(RecordScores record, Boundaries.Between between) {
            this.between = between;
            this.letters = new byte[(int) (record.end(between.after()) - record.start(between.before()))];
        }
    }

    BoundaryWindows(RecordCursor cursor, FastaReader chunks, ItemCounter steps) {
        this.cursor = cursor;
        this.chunks = chunks;
        this.steps = steps;
    }

    /** The next windows, at most {@code most}; empty at the end. */
    List<Window> next(int most) throws IOException, InterruptedException {
        while (pending.size() < most && cursor.next()) {
            found.clear();
            model.regions(cursor.record());
            cut(cursor.record());
            steps.add(0);
        }
        List<Window> windows = new ArrayList<>();
        while (windows.size() < most && !pending.isEmpty()) {
            windows.add(pending.remove());
        }
        return windows;
    }

    private void cut(RecordScores record) throws IOException {
        found.removeIf(between -> HalfWindows.starts(record, between).isEmpty());
        List<Stretch> open = new ArrayList<>();
        for (int chunk = 0; chunk < record.chunks(); chunk++) {
            if (!chunks.next()) {
                throw new IllegalStateException("refinement: chunk " + (chunk + 1) + " of " + record.id()
                        + " is missing; run again with `force`");
            }
            for (Boundaries.Between between : found) {
                if (between.before() == chunk) {
                    open.add(new Stretch(record, between));
                }
            }
            for (Stretch stretch : open) {
                long offset = record.start(chunk) - record.start(stretch.between.before());
                chunks.copy(0, stretch.letters, (int) offset, (int) chunks.length());
            }
            int at = chunk;
            open.stream().filter(stretch -> stretch.between.after() == at).forEach(stretch -> add(record, stretch));
            open.removeIf(stretch -> stretch.between.after() == at);
        }
    }

    private void add(RecordScores record, Stretch stretch) {
        long first = record.start(stretch.between.before());
        for (long start : HalfWindows.starts(record, stretch.between)) {
            int from = (int) (start - first);
            String letters = new String(stretch.letters, from, record.chunkLength(), StandardCharsets.ISO_8859_1);
            pending.add(new Window(record.number(), start, letters));
        }
    }
}
