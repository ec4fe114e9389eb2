package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;

/**
 * Scores the selected frames of a cascade with the big model and writes {@link RowScores}. A run uses this stage twice:
 * for the sample and for the band. Identical sequences are scored once. Files that an interrupted run has completed are
 * kept.
 */
public final class BigModelStage<I> implements Stage<I, RowScores> {
    static final int ROWS_PER_FILE = 4_000;

    private static final String FORMAT_VERSION = "1";
    private static final String ROWS = "rows";
    private static final String FILES = "files";

    private final StageId id;
    private final List<Setting> settings;
    private final FrameModels models;
    private final RowSelection<I> selection;

    /** Selects the frames to score. */
    public interface RowSelection<I> {
        /** The frames of the input. */
        FrameRows frames(I input);

        /** The rows to score. Each is the first row with its sequence. */
        RowSet rows(I input) throws IOException;

        /** Numbers that later stages need. */
        default Map<String, Long> counts(I input) {
            return Map.of();
        }
    }

    /**
     * Creates the stage.
     *
     * @param model settings of encoders, head and selection that change scores
     */
    public BigModelStage(StageId id, List<Setting> model, FrameModels models, RowSelection<I> selection) {
        this.id = id;
        this.settings = List.copyOf(model);
        this.models = models;
        this.selection = selection;
    }

    @Override
    public StageId id() {
        return id;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(settings);
        all.add(new Setting("format", FORMAT_VERSION, "layout of the files of scores"));
        return all;
    }

    @Override
    public long items(I input) {
        return -1;
    }

    @Override
    public void run(I input, StageOutput output, StageObserver observer) throws IOException, InterruptedException {
        RowSet chosen = selection.rows(input);
        int files = 0;
        try (ChosenRows rows = new ChosenRows(selection.frames(input), chosen);
                FrameScorer scorer = new FrameScorer(id, models, observer)) {
            ChosenRows.Block block = rows.next(ROWS_PER_FILE);
            while (block.size() > 0) {
                ChosenRows.Block these = block;
                output.once(RowScores.fileName(++files), these.size(), out -> score(these, scorer, observer, out));
                block = rows.next(ROWS_PER_FILE);
            }
            scorer.report();
        }
        output.count(ROWS, chosen.size());
        output.count(FILES, files);
        selection.counts(input).forEach(output::count);
    }

    private static void score(ChosenRows.Block block, FrameScorer scorer, StageObserver observer, OutputFile out)
            throws IOException, InterruptedException {
        float[] scores = scorer.scoresOnce(block.nucleotides(), block.proteins());
        RowScores.write(out, block.rows().stream().mapToLong(Long::longValue).toArray(), scores);
        observer.items(block.size());
    }

    @Override
    public RowScores open(I input, FinishedStage finished) {
        return new RowScores(finished.folder(), finished.count(ROWS), (int) finished.count(FILES));
    }
}
