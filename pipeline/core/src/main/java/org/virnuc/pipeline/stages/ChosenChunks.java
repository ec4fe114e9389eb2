package org.virnuc.pipeline.stages;

import java.io.IOException;

/** Translates a choice of chunks into the frame rows that have to be scored for it. */
record ChosenChunks(FrameRows frames) {

    /** Decides whether a chunk is chosen; called for every chunk with frames, in order. */
    @FunctionalInterface
    interface Question {
        boolean isChosen() throws IOException;
    }

    /** The rows that provide the scores of all frames of the chosen chunks. */
    RowSet rows(Question question) throws IOException {
        RowSet rows = new RowSet();
        try (ChunkTable.Reader table = frames.frames().chunks();
                SameFrames same = frames.same()) {
            long row = 0;
            for (long chunk = 0; chunk < table.count(); chunk++) {
                ChunkTable.Entry entry = table.next();
                if (!entry.isScored()) {
                    continue;
                }
                boolean chosen = question.isChosen();
                for (int frame = 0; frame < entry.frames().size(); frame++, row++) {
                    if (chosen) {
                        rows.add(same.firstOf(row));
                    }
                }
            }
        }
        return rows;
    }
}
