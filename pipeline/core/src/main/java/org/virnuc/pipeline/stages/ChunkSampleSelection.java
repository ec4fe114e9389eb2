package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.Map;
import org.virnuc.engine.Setting;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.cascade.ChunkSampleDraw;
import org.virnuc.pipeline.cascade.ChunkSampleSize;

/** Selects the frames of the chunk sample that sets the band of a cascade. */
public final class ChunkSampleSelection implements BigModelStage.RowSelection<FrameRows> {
    private final CascadeOptions options;

    public ChunkSampleSelection(CascadeOptions options) {
        this.options = options;
    }

    /** The setting that the sample depends on besides the input. */
    public Setting setting() {
        return new Setting(
                "agreement", options.agreement().toPlainString(), "how many chunks it takes to show that agreement");
    }

    @Override
    public FrameRows frames(FrameRows input) {
        return input;
    }

    @Override
    public RowSet rows(FrameRows input) throws IOException {
        ChunkSampleDraw draw = draw(input, options);
        ChosenChunks chosen = new ChosenChunks(input);
        return chosen.rows(() -> draw.next() != ChunkSampleDraw.Half.NONE);
    }

    @Override
    public Map<String, Long> counts(FrameRows input) {
        return Map.of("chunks", ChunkSampleSize.of(input.scoredChunks(), options));
    }

    /** Starts the draw for an input. */
    static ChunkSampleDraw draw(FrameRows input, CascadeOptions options) {
        long scored = input.scoredChunks();
        return new ChunkSampleDraw(scored, ChunkSampleSize.of(scored, options));
    }
}
