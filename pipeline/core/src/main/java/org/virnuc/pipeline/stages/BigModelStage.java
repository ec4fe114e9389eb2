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
 * Scores by the big model, of the frames that a selection names: {@link RowScores}. Serves twice, for the sample and for the band. A frame
 * whose sequence has occurred in an earlier row is scored as that row, once; what an interrupted run has scored is kept, file by
 * file.
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

    /** Says which frames are scored. */
    public interface RowSelection<I> {
        /** What the input holds. */
        FrameRows frames(I input);

        /** The rows to score, each the first with its sequence. */
        RowSet rows(I input) throws IOException;

        /** Numbers that later stages need. */
        default Map<String, Long> counts(I input) {
            return Map.of();
        }
    }

    /**
     * A stage.
     *
     * @param model the settings of encoders and head that change scores, and those of the selection
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
