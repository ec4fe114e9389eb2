package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.calling.RecordScores;
import org.virnuc.calling.TextOutput;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.pipeline.cascade.CascadeFile;
import org.virnuc.pipeline.cascade.Decider;

/**
 * Combines the scores of both models of a cascade. Writes {@code prediction_results.txt}, in which each frame has the
 * scores of the model that its chunk is assigned to, and {@code cascade.tsv}, which names that model and the reason for
 * every scored chunk.
 */
public final class CascadeScoresStage implements Stage<CascadeScoresStage.Input, CascadeScores> {
    private static final String FORMAT_VERSION = "1";
    private static final String ROWS = "rows";
    private static final String HEADER = "id\tchunk\tmodel\treason\tsmall_score1\tsmall_score2\tscore1\tscore2\n";

    /**
     * The scores to combine.
     *
     * @param screened all chunks with the small model's scores
     * @param trial the big model's scores of the sample
     * @param band the big model's scores of the other chunks assigned to it
     */
    public record Input(
            ScoredChunks screened, FrameRows frames, RowScores trial, RowScores band, DecisionFile deciders) {}

    @Override
    public StageId id() {
        return StageId.CASCADE_SCORES;
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting("format", FORMAT_VERSION, "layout of the files"));
    }

    @Override
    public long items(Input input) {
        return input.screened().scores().rows();
    }

    @Override
    public void run(Input input, StageOutput output, StageObserver observer) throws IOException, InterruptedException {
        try (OutputFile frames = output.create(FrameScores.FILE_NAME);
                OutputFile chunks = output.create(CascadeScores.TABLE);
                Joined joined = new Joined(input, new TextOutput(frames), new TextOutput(chunks), observer);
                RecordCursor cursor = new RecordCursor(input.screened(), joined)) {
            joined.run(cursor);
            frames.commit();
            chunks.commit();
            joined.count(output);
        }
        CascadeFile file = CascadeFile.read(input.deciders().cascade());
        long small = file.chunks().clear();
        if (small > 0) {
            String message = "chunks with the scores of the small model alone; at least "
                    + file.agreement().toPlainString()
                    + " of all scored chunks have the label of a full run, with a confidence of "
                    + file.confidence();
            output.warning(new QualityWarning(
                    QualityWarning.Kind.SMALL_MODEL_CHUNKS,
                    message,
                    small,
                    file.chunks().scored(),
                    List.of()));
        }
    }

    @Override
    public CascadeScores open(Input input, FinishedStage finished) {
        FrameScores scores = new FrameScores(finished.file(FrameScores.FILE_NAME), finished.count(ROWS), null);
        return new CascadeScores(scores, input.deciders(), finished.file(CascadeScores.TABLE), finished.counts());
    }

    /** Reads the big model's scores in step with the small model's. */
    private static final class Joined implements RecordCursor.Listener, AutoCloseable {
        private final Input input;
        private final BigModelScores big;
        private final DecisionFile.Reader deciders;
        private final TextOutput frameLines;
        private final TextOutput chunkLines;
        private final StageObserver observer;
        private final List<FrameScore> small = new ArrayList<>();
        private String record = "";
        private long chunk;
        private long row;
        private long different;
        private long bySmall;
        private long byBig;

        Joined(Input input, TextOutput frameLines, TextOutput chunkLines, StageObserver observer) throws IOException {
            this.input = input;
            this.frameLines = frameLines;
            this.chunkLines = chunkLines;
            this.observer = observer;
            this.deciders = input.deciders().reader();
            this.big = new BigModelScores(input.frames(), List.of(input.trial(), input.band()));
        }

        void run(RecordCursor cursor) throws IOException, InterruptedException {
            frameLines.text().append(FrameScores.HEADER);
            chunkLines.text().append(HEADER);
            while (cursor.next()) {
                observer.items(0);
            }
            frameLines.flush();
            chunkLines.flush();
        }

        @Override
        public void frame(RecordScores from, String suffix, FrameScore score) {
            record = from.id();
            chunk = from.chunks() + 1L;
            small.add(score);
        }

        @Override
        public void scored(ChunkVerdict verdict) throws IOException, InterruptedException {
            Decider decider = deciders.nextScored();
            List<FrameScore> deciding = new ArrayList<>();
            for (FrameScore score : small) {
                deciding.add(decider.isBig() ? big.score(score.id(), row) : score);
                different += big.isFirst(row++) ? 1 : 0;
            }
            for (FrameScore score : deciding) {
                score.appendTo(frameLines.text());
            }
            frameLines.lineDone();
            line(decider, verdict, ChunkVerdict.of(verdict.id(), deciding));
            small.clear();
            bySmall += decider.isBig() ? 0 : 1;
            byBig += decider.isBig() ? 1 : 0;
            observer.items(verdict.frames());
        }

        private void line(Decider decider, ChunkVerdict bySmallModel, ChunkVerdict deciding) throws IOException {
            StringBuilder text = chunkLines.text();
            text.append(record).append('\t').append(chunk).append('\t').append(decider.model());
            text.append('\t').append(decider.word());
            for (float score : new float[] {
                bySmallModel.bestOthers(), bySmallModel.bestVirus(), deciding.bestOthers(), deciding.bestVirus()
            }) {
                text.append('\t');
                FloatText.append(score, text);
            }
            text.append('\n');
            chunkLines.lineDone();
        }

        void count(StageOutput output) {
            output.count(ROWS, row);
            output.count(CascadeScores.DECISIONS, input.frames().scoredChunks());
            output.count(CascadeScores.BY_SMALL, bySmall);
            output.count(CascadeScores.BY_BIG, byBig);
            long differentBig = input.trial().rows() + input.band().rows();
            output.count(CascadeScores.DIFFERENT_FRAMES, different);
            output.count(CascadeScores.DIFFERENT_FRAMES_BIG, differentBig);
            observer.metric(CascadeScores.BY_SMALL, bySmall);
            observer.metric(CascadeScores.BY_BIG, byBig);
            observer.metric("frames_big_share", differentBig / (double) Math.max(1, different));
        }

        @Override
        public void close() throws IOException {
            deciders.close();
            big.close();
        }
    }
}
