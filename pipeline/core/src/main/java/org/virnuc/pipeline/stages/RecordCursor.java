package org.virnuc.pipeline.stages;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.Boundaries;
import org.virnuc.calling.RecordScores;
import org.virnuc.sequences.Frame;
import org.virnuc.sequences.Quoted;

/**
 * Reads records, chunks and scores in step, record by record. Frames are joined to chunks by id and completely: a
 * surplus, missing or misnamed score is an error that names it.
 */
final class RecordCursor implements Closeable {
    private final RecordTable.Reader records;
    private final ChunkTable.Reader chunks;
    private final BufferedReader scores;
    private final ChunkHeadScores.Reader judged;
    private final StretchScores.Reader stretches;
    private final DnaOnlyScores.Reader dnaOnly;
    private final DistanceFile.Reader distances;
    private final WindowScores.Reader windows;
    private final DecisionFile.@Nullable Reader deciders;
    private final RecordScores record;
    private final Listener listener;
    private RecordTally tally = new RecordTally(new RecordTable.Row("", 0, 0));

    /** Receives every scored frame and chunk. */
    @FunctionalInterface
    interface Listener {
        void scored(ChunkVerdict verdict) throws IOException, InterruptedException;

        /**
         * Called for a frame of the chunk that comes next in the record; {@code suffix} is the frame, such as {@code
         * F1}.
         */
        default void frame(RecordScores record, String suffix, FrameScore score) throws IOException {}
    }

    RecordCursor(ScoredChunks input, Listener listener) throws IOException {
        this.records = input.chunked().chunks().records();
        this.chunks = input.chunked().frames().chunks();
        this.scores = input.scores().lines();
        this.judged = input.judged().reader();
        this.stretches = input.stretches().reader();
        this.dnaOnly = input.dnaOnly().reader();
        this.distances = input.scores().distances();
        this.windows = input.windows().reader();
        this.deciders = input.cascade().isEmpty()
                ? null
                : input.cascade().get().deciders().reader();
        this.record = new RecordScores(input.chunked().chunks().chunkLength());
        this.listener = listener;
    }

    /** Moves to the next record; false after the last. */
    boolean next() throws IOException, InterruptedException {
        RecordTable.Row row = records.next();
        if (row == null) {
            String left = scores.readLine();
            if (left != null) {
                throw new IllegalStateException("consensus: frame "
                        + Quoted.of(FrameScore.parse(left).id()) + " has a score and no chunk; run again with `force`");
            }
            return false;
        }
        tally = new RecordTally(row, deciders != null);
        record.begin(row.id(), row.length());
        for (long chunk = 1; chunk <= row.chunks(); chunk++) {
            add(row.id() + "_chunk_" + chunk, chunks.next());
            stretches.addTo(record);
            dnaOnly.addTo(record);
        }
        windows.seek(record.number());
        return true;
    }

    /** Adds the next chunk; what the chunk head says of it takes the place of the scores of its frames. */
    private void add(String chunkId, ChunkTable.Entry entry) throws IOException, InterruptedException {
        boolean isJudged = judged.next();
        if (entry.isScored()) {
            record.nextByBigModel(deciders != null && deciders.nextScored().isBig());
            ChunkVerdict verdict = verdict(chunkId, entry.frames());
            tally.scoredChunk(verdict);
            listener.scored(verdict);
            if (!isJudged) {
                record.addScored(verdict.bestOthers(), verdict.bestVirus());
                tally.byBigModel(record.isByBigModel(record.chunks() - 1));
                distances.addTo(record, verdict.frames());
            }
        } else {
            tally.unscoredChunk(entry.reason());
            if (!isJudged) {
                record.addUnscored(entry.reason());
            }
        }
        if (isJudged && !judged.addTo(record) && entry.isScored()) {
            distances.addTo(record, entry.frames().size());
        }
    }

    /** The current record with its chunks. The object is reused for the next record. */
    RecordScores record() {
        return record;
    }

    RecordTally tally() {
        return tally;
    }

    /** The boundaries of the record's regions. */
    Boundaries boundaries() {
        return windows.windows();
    }

    private ChunkVerdict verdict(String chunkId, List<Frame> frames) throws IOException {
        List<FrameScore> frameScores = new ArrayList<>();
        for (Frame frame : frames) {
            FrameScore score = score(chunkId + frame.suffix());
            listener.frame(record, frame.suffix(), score);
            frameScores.add(score);
        }
        return ChunkVerdict.of(chunkId, frameScores);
    }

    private FrameScore score(String expected) throws IOException {
        @Nullable String line = scores.readLine();
        FrameScore score = line == null ? null : FrameScore.parse(line);
        if (score == null || !score.id().equals(expected)) {
            throw new IllegalStateException(
                    "consensus: frame " + Quoted.of(expected) + " has no score; the next score is of "
                            + (score == null ? "no frame" : Quoted.of(score.id())) + "; run again with `force`");
        }
        return score;
    }

    @Override
    public void close() throws IOException {
        records.close();
        chunks.close();
        scores.close();
        judged.close();
        stretches.close();
        dnaOnly.close();
        distances.close();
        windows.close();
        if (deciders != null) {
            deciders.close();
        }
    }
}
