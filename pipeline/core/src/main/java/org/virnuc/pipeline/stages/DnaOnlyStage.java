package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.models.FrameClassifier;
import org.virnuc.pipeline.embeddings.EncoderSource;
import org.virnuc.pipeline.embeddings.UniqueSequences;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.UnscoredReason;

/**
 * Scores chunks from their DNA alone if they have no open frame, or only one shorter than {@value #SHORT_FRAME} bases.
 * The DNA encoder sees the whole chunk in the given direction. Writes {@link DnaOnlyScores}.
 */
public final class DnaOnlyStage implements Stage<ChunkedFrames, DnaOnlyScores> {
    static final int SHORT_FRAME = 150;
    static final int ROWS_PER_SHARD = 10_000;

    private static final String FORMAT_VERSION = "1";
    private static final String ROWS = "rows";
    private static final String SHARDS = "shards";

    private final List<Setting> model;
    private final EncoderSource encoder;
    private final Supplier<FrameClassifier> head;

    /**
     * Creates the stage.
     *
     * @param model the settings of the encoder and the head that change scores
     * @param encoder the DNA encoder; loaded only if a vector has to be computed
     * @param head opens the DNA-only head; called only if a score is missing
     */
    public DnaOnlyStage(List<Setting> model, EncoderSource encoder, Supplier<FrameClassifier> head) {
        this.model = List.copyOf(model);
        this.encoder = encoder;
        this.head = head;
    }

    @Override
    public StageId id() {
        return StageId.DNA_ONLY;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(model);
        settings.add(new Setting("format", FORMAT_VERSION, "which chunks are scored, and the layout of the files"));
        return settings;
    }

    @Override
    public long items(ChunkedFrames input) {
        return -1;
    }

    @Override
    public void run(ChunkedFrames input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        long rows = 0;
        int shard = 0;
        try (ObservedEncoder encoding = new ObservedEncoder(id(), encoder, observer, true);
                LazyHead scoring = new LazyHead(head, observer);
                FastaReader chunks = input.chunks().open();
                ChunkTable.Reader table = input.frames().chunks()) {
            Selected next = new Selected(chunks, table);
            while (next.fill()) {
                output.once(
                        DnaOnlyScores.fileName(++shard),
                        next.numbers.size(),
                        out -> score(next, encoding, scoring, observer, out));
                rows += next.numbers.size();
            }
            encoding.reportCache("dna");
        }
        output.count(ROWS, rows);
        output.count(SHARDS, shard);
    }

    @Override
    public DnaOnlyScores open(ChunkedFrames input, FinishedStage finished) {
        return DnaOnlyScores.in(finished.folder(), (int) finished.count(SHARDS));
    }

    /** What the DNA encoder reads to score the chunks of a run. */
    public static EncoderLoad load(ChunkedFrames input) throws IOException {
        EncoderLoad.Count count = EncoderLoad.Count.ZERO;
        try (FastaReader chunks = input.chunks().open();
                ChunkTable.Reader table = input.frames().chunks()) {
            Selected next = new Selected(chunks, table);
            while (next.fill()) {
                count = count.plus(UniqueSequences.of(next.sequences).sequences());
            }
        }
        return new EncoderLoad(count, Optional.empty());
    }

    /** Whether a chunk with this number of letters is scored. */
    private static boolean scores(ChunkTable.Entry entry, long letters) {
        return entry.isScored() ? letters < SHORT_FRAME : entry.reason() == UnscoredReason.NO_OPEN_FRAME;
    }

    /** Reads the chunks to score, in blocks of one output file. */
    private static final class Selected {
        private final FastaReader chunks;
        private final ChunkTable.Reader table;
        private final List<Long> numbers = new ArrayList<>();
        private final List<String> sequences = new ArrayList<>();
        private long chunk;

        Selected(FastaReader chunks, ChunkTable.Reader table) {
            this.chunks = chunks;
            this.table = table;
        }

        /** Reads the next block; false if there are no more chunks. */
        boolean fill() throws IOException {
            numbers.clear();
            sequences.clear();
            while (numbers.size() < ROWS_PER_SHARD && chunk < table.count()) {
                ChunkTable.Entry entry = table.next();
                if (!chunks.next()) {
                    throw new IllegalStateException("dna-only: there are " + chunk + " chunks, expected "
                            + table.count() + "; run again with `force`");
                }
                if (scores(entry, chunks.length())) {
                    numbers.add(chunk);
                    sequences.add(chunks.sequenceText());
                }
                chunk++;
            }
            return !numbers.isEmpty();
        }
    }

    /** Scores the chunks of one file; identical chunks are computed once. */
    private static void score(
            Selected chunks, ObservedEncoder encoder, LazyHead head, StageObserver observer, OutputFile out)
            throws IOException, InterruptedException {
        UniqueSequences unique = UniqueSequences.of(chunks.sequences);
        observer.items(unique.repeats());
        float[] scores = head.scores(
                encoder.vectors(unique.sequences()), unique.sequences().size());
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < chunks.numbers.size(); i++) {
            int row = unique.of()[i];
            lines.append(chunks.numbers.get(i)).append('\t');
            FloatText.append(scores[2 * row], lines);
            lines.append('\t');
            FloatText.append(scores[2 * row + 1], lines);
            lines.append('\n');
        }
        out.write(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
