package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.Frame;
import org.virnuc.sequences.SixFrameTranslator;

/**
 * Scores windows shifted by half a chunk around the boundaries of viral regions. Windows are scored like chunks, by
 * their open frames. Writes {@link WindowScores}.
 */
public final class RefinementStage implements Stage<ScoredChunks, WindowScores> {
    static final int WINDOWS_PER_FILE = 4_000;

    private static final String FORMAT_VERSION = "2";
    private static final String ROWS = "rows";
    private static final String SHARDS = "shards";

    private final List<Setting> model;
    private final FrameModels models;

    /**
     * Creates the stage.
     *
     * @param model the settings of encoders and head that change scores
     */
    public RefinementStage(List<Setting> model, FrameModels models) {
        this.model = List.copyOf(model);
        this.models = models;
    }

    @Override
    public StageId id() {
        return StageId.REFINEMENT;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(model);
        settings.add(new Setting("format", FORMAT_VERSION, "where windows lie, and the layout of the files"));
        return settings;
    }

    @Override
    public long items(ScoredChunks input) {
        return -1;
    }

    @Override
    public void run(ScoredChunks input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        long rows = 0;
        int shard = 0;
        try (RecordCursor cursor = new RecordCursor(input, verdict -> {});
                FastaReader letters = input.chunked().chunks().open();
                FrameScorer scorer = new FrameScorer(id(), models, observer)) {
            BoundaryWindows source = new BoundaryWindows(cursor, letters, new ItemCounter(observer));
            List<BoundaryWindows.Window> windows = source.next(WINDOWS_PER_FILE);
            while (!windows.isEmpty()) {
                List<BoundaryWindows.Window> these = windows;
                output.once(WindowScores.fileName(++shard), these.size(), out -> score(these, scorer, observer, out));
                rows += these.size();
                windows = source.next(WINDOWS_PER_FILE);
            }
            scorer.report();
        }
        output.count(ROWS, rows);
        output.count(SHARDS, shard);
    }

    @Override
    public WindowScores open(ScoredChunks input, FinishedStage finished) {
        return WindowScores.in(finished.folder(), (int) finished.count(SHARDS));
    }

    private static void score(
            List<BoundaryWindows.Window> windows, FrameScorer scorer, StageObserver observer, OutputFile out)
            throws IOException, InterruptedException {
        SixFrameTranslator translator = new SixFrameTranslator();
        List<String> nucleotides = new ArrayList<>();
        List<String> proteins = new ArrayList<>();
        int[] frames = new int[windows.size()];
        for (int i = 0; i < windows.size(); i++) {
            byte[] letters = windows.get(i).letters().getBytes(StandardCharsets.ISO_8859_1);
            int mask = translator.translate(letters, letters.length);
            frames[i] = Integer.bitCount(mask);
            for (Frame frame : Frame.ALL) {
                if (frame.in(mask)) {
                    nucleotides.add(text(
                            translator.nucleotideBytes(frame), frame.offset(), translator.nucleotideLength(frame)));
                    proteins.add(text(
                            translator.proteinBytes(),
                            translator.proteinStart(frame),
                            translator.proteinLength(frame)));
                }
            }
        }
        float[] scores = nucleotides.isEmpty() ? new float[0] : scorer.scores(nucleotides, proteins);
        out.write(lines(windows, frames, scores).getBytes(StandardCharsets.ISO_8859_1));
        observer.items(windows.size());
    }

    private static String lines(List<BoundaryWindows.Window> windows, int[] frames, float[] scores) {
        StringBuilder lines = new StringBuilder();
        int row = 0;
        for (int i = 0; i < windows.size(); i++) {
            float others = 0;
            float virus = 0;
            for (int frame = 0; frame < frames[i]; frame++, row++) {
                others = Math.max(others, scores[2 * row]);
                virus = Math.max(virus, scores[2 * row + 1]);
            }
            if (frames[i] > 0) {
                lines.append(windows.get(i).record())
                        .append('\t')
                        .append(windows.get(i).start());
                lines.append('\t');
                FloatText.append(others, lines);
                lines.append('\t');
                FloatText.append(virus, lines);
                lines.append('\n');
            }
        }
        return lines.toString();
    }

    private static String text(byte[] letters, int from, int length) {
        return new String(letters, from, length, StandardCharsets.ISO_8859_1);
    }
}
