package org.virnuc.pipeline.stages;

import java.io.IOException;
import org.virnuc.pipeline.cascade.Decider;

/** Selects the frames of chunks within the band of a cascade, except those already scored for the sample. */
public final class BandSelection implements BigModelStage.RowSelection<BandSelection.Input> {

    /**
     * The input of the selection.
     *
     * @param trial scores of the sample by the big model
     */
    public record Input(FrameRows frames, RowScores trial, DecisionFile deciders) {}

    @Override
    public FrameRows frames(Input input) {
        return input.frames();
    }

    @Override
    public RowSet rows(Input input) throws IOException {
        RowSet rows;
        try (DecisionFile.Reader deciders = input.deciders().reader()) {
            rows = new ChosenChunks(input.frames()).rows(() -> deciders.nextScored() == Decider.BAND);
        }
        RowScores.Reader known = input.trial().reader();
        for (long row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (known.find(row)) {
                rows.remove(row);
            }
        }
        return rows;
    }
}
