package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Looks up the big model's scores by frame row in all files that contain any. */
final class BigModelScores implements Closeable {
    private final SameFrames same;
    private final List<RowScores.Reader> readers = new ArrayList<>();

    BigModelScores(FrameRows frames, List<RowScores> scores) throws IOException {
        for (RowScores some : scores) {
            readers.add(some.reader());
        }
        this.same = frames.same();
    }

    /** The scores of a frame, with the frame's own id. */
    FrameScore score(String id, long row) throws IOException {
        long first = same.firstOf(row);
        for (RowScores.Reader reader : readers) {
            if (reader.find(first)) {
                return new FrameScore(id, reader.others(), reader.virus());
            }
        }
        throw new IllegalStateException(
                "cascade: frame " + row + " was to be scored by the big model and was not; run again with `force`");
    }

    /** Whether no earlier frame has the same sequence, so that this frame was scored itself. */
    boolean isFirst(long row) throws IOException {
        return same.firstOf(row) == row;
    }

    @Override
    public void close() throws IOException {
        same.close();
    }
}
