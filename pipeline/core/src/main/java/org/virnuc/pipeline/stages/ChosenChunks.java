package org.virnuc.pipeline.stages;

import java.io.IOException;

/** From chunks to the rows that have to be scored for them. */
record ChosenChunks(FrameRows frames) {

    /** Is asked of every chunk that has frames, in order. */
    @FunctionalInterface
    interface Question {
        boolean isChosen() throws IOException;
    }

    /** For each frame of the chosen chunks the row whose scores are its own. */
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
