package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.Map;
import org.virnuc.engine.Setting;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.cascade.SampleDraw;
import org.virnuc.pipeline.cascade.SampleSize;

/** The frames of the sample that sets the band of a cascade. */
public final class SampleChoice implements BigModelStage.Choice<FrameRows> {
    private final CascadeOptions options;

    public SampleChoice(CascadeOptions options) {
        this.options = options;
    }

    /** What the sample depends on besides the input. */
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
        SampleDraw draw = draw(input, options);
        ChosenChunks chosen = new ChosenChunks(input);
        return chosen.rows(() -> draw.next() != SampleDraw.Half.NONE);
    }

    @Override
    public Map<String, Long> counts(FrameRows input) {
        return Map.of("chunks", SampleSize.of(input.scoredChunks(), options));
    }

    /** The draw of an input, from its beginning. */
    static SampleDraw draw(FrameRows input, CascadeOptions options) {
        long scored = input.scoredChunks();
        return new SampleDraw(scored, SampleSize.of(scored, options));
    }
}
