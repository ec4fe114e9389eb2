package org.virnuc.pipeline.stages;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.ScratchFolder;
import org.virnuc.sequences.StretchFinder.Stretch;

/**
 * Scores stop-free stretches of chunks with both encoders and the head, as frames are scored: {@link StretchScores}. Stretches
 * with the same nucleotides are scored once, and one that has those of a frame takes its scores.
 */
public final class StretchStage implements Stage<ScoredChunks, StretchScores> {
    static final int ROWS_PER_FILE = 4_000;
    static final String CHUNKS = "chunks_with_stretches";

    private static final String FORMAT_VERSION = "1";
    private static final String ROWS = "rows";
    private static final String SCORED = "rows_with_scores";
    private static final String FILES = "files";

    private final List<Setting> model;
    private final FrameModels models;
    private final StretchSelection selection;

    /**
     * A stage with a model.
     *
     * @param model the settings of encoders and head that change scores
     * @param selection which stretches are scored
     */
    public StretchStage(List<Setting> model, FrameModels models, StretchSelection selection) {
        this.model = List.copyOf(model);
        this.models = models;
        this.selection = selection;
    }

    @Override
    public StageId id() {
        return StageId.STRETCHES;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(model);
        settings.add(selection.setting());
        settings.add(new Setting("format", FORMAT_VERSION, "layout of the files of scores"));
        return settings;
    }

    @Override
    public long items(ScoredChunks input) {
        return -1;
    }

    @Override
    public void run(ScoredChunks input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        StretchSources sources = StretchSources.of(input, selection, output::scratch, new ItemCounter(observer));
        Counts counts = new Counts();
        try (StretchCursor cursor = new StretchCursor(input.chunked(), selection);
                StretchSources.Reader source = sources.reader();
                FrameScorer scorer = new FrameScorer(id(), models, observer);
                OutputFile file = output.create(StretchScores.FILE_NAME)) {
            DataOutputStream table = new DataOutputStream(new BufferedOutputStream(file));
            Block block = new Block();
            while (cursor.next()) {
                counts.chunks += cursor.stretches().isEmpty() ? 0 : 1;
                for (Stretch stretch : cursor.stretches()) {
                    source.next();
                    long first = source.isFrame() ? counts.rows : source.first();
                    StretchScores.write(table, cursor.chunk(), stretch.protein().length(), first);
                    if (first == counts.rows++) {
                        block.add(first, stretch, source);
                    }
                }
                if (block.size() >= ROWS_PER_FILE) {
                    write(block, scorer, counts, output, observer);
                    block = new Block();
                }
            }
            write(block, scorer, counts, output, observer);
            observer.items(counts.rows - counts.scored);
            table.flush();
            file.commit();
            scorer.report();
        }
        counts.report(output);
        observer.metric(CHUNKS, counts.chunks);
        observer.metric("stretches_repeated", counts.rows - counts.scored);
        observer.metric("stretches_scored_as_frames", sources.frames());
    }

    @Override
    public StretchScores open(ScoredChunks input, FinishedStage finished) {
        return StretchScores.of(new RowScores(finished.folder(), finished.count(SCORED), (int) finished.count(FILES)));
    }

    /** What the encoders read to score the stretches of a run that screens nothing. */
    public static EncoderLoad load(ChunkedFrames input, StretchSelection selection, ScratchFolder scratch)
            throws IOException, InterruptedException {
        return StretchSources.load(input, selection, scratch, ROWS_PER_FILE);
    }

    private static void write(
            Block block, FrameScorer scorer, Counts counts, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        if (block.size() > 0) {
            counts.scored += block.size();
            output.once(RowScores.fileName(++counts.files), block.size(), out -> block.score(scorer, observer, out));
        }
    }

    private static final class Counts {
        private long chunks;
        private long rows;
        private long scored;
        private int files;

        void report(StageOutput output) {
            output.count(ROWS, rows);
            output.count(SCORED, scored);
            output.count(FILES, files);
            output.count(CHUNKS, chunks);
        }
    }

    /** Stretches whose scores go to one file: some are computed, some are those of a frame. */
    private static final class Block {
        private final List<Long> rows = new ArrayList<>();
        private final List<FrameScore> known = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();
        private final List<String> nucleotides = new ArrayList<>();
        private final List<String> proteins = new ArrayList<>();

        void add(long row, Stretch stretch, StretchSources.Reader source) throws IOException {
            if (source.isFrame()) {
                known.add(source.frameScore());
            } else {
                known.add(new FrameScore("", 0, 0));
                places.add(rows.size());
                nucleotides.add(stretch.nucleotides());
                proteins.add(stretch.protein());
            }
            rows.add(row);
        }

        int size() {
            return rows.size();
        }

        void score(FrameScorer scorer, StageObserver observer, OutputFile out)
                throws IOException, InterruptedException {
            float[] all = new float[2 * size()];
            for (int i = 0; i < size(); i++) {
                all[2 * i] = known.get(i).others();
                all[2 * i + 1] = known.get(i).virus();
            }
            float[] computed = places.isEmpty() ? new float[0] : scorer.scoresOnce(nucleotides, proteins);
            for (int i = 0; i < places.size(); i++) {
                System.arraycopy(computed, 2 * i, all, 2 * places.get(i), 2);
            }
            RowScores.write(out, rows.stream().mapToLong(Long::longValue).toArray(), all);
            observer.items(size());
        }
    }
}
