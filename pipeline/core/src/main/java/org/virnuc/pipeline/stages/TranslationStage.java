package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.SixFrameTranslator;
import org.virnuc.sequences.UnscoredReason;

/**
 * Translates every chunk in six frames and keeps the open ones. Writes {@code nucleotide.fa}, {@code protein.faa}, and
 * {@code chunks.bin} with the outcome of each chunk.
 */
public final class TranslationStage implements Stage<Chunks, Frames> {
    private static final String FORMAT = "1";

    @Override
    public StageId id() {
        return StageId.TRANSLATION;
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting("format", FORMAT, "the rule of selection and the layout of the files"));
    }

    @Override
    public long items(Chunks input) {
        return input.chunkCount();
    }

    @Override
    public void run(Chunks input, StageOutput output, StageObserver observer) throws IOException, InterruptedException {
        try (FastaReader reader = input.open();
                OutputFile nucleotideFile = output.create(Frames.NUCLEOTIDE_FILE);
                OutputFile proteinFile = output.create(Frames.PROTEIN_FILE);
                OutputFile tableFile = output.create(ChunkTable.FILE_NAME)) {
            FrameWriter frames = new FrameWriter(nucleotideFile, proteinFile);
            ChunkTable.Writer table = new ChunkTable.Writer(tableFile, input.chunkCount());
            Tally tally = new Tally(input, observer);
            tally.translateAll(reader, frames, table);
            frames.flush();
            table.flush();
            tally.report(frames.frames(), output);
            nucleotideFile.commit();
            proteinFile.commit();
            tableFile.commit();
        }
    }

    @Override
    public Frames open(Chunks input, FinishedStage finished) {
        return new Frames(finished);
    }

    /** Counts the outcomes of all chunks. */
    private static final class Tally {
        private final Chunks input;
        private final StageObserver observer;
        private final Map<UnscoredReason, Long> unscored = new EnumMap<>(UnscoredReason.class);
        private long chunks;

        Tally(Chunks input, StageObserver observer) {
            this.input = input;
            this.observer = observer;
        }

        void translateAll(FastaReader reader, FrameWriter frames, ChunkTable.Writer table)
                throws IOException, InterruptedException {
            SixFrameTranslator translator = new SixFrameTranslator();
            ItemCounter items = new ItemCounter(observer);
            byte[] chunk = new byte[input.chunkLength()];
            while (reader.next()) {
                int length = Math.toIntExact(reader.length());
                reader.copy(0, chunk, 0, length);
                int mask = translator.translate(chunk, length);
                if (mask != 0) {
                    frames.write(reader, translator, mask);
                    table.scored(mask);
                } else {
                    unscored.merge(translator.reason(), 1L, Long::sum);
                    table.unscored(translator.reason());
                }
                chunks++;
                items.add(1);
            }
            items.flush();
            if (chunks != input.chunkCount()) {
                throw new IOException(input.file() + " holds " + chunks + " chunks, expected " + input.chunkCount());
            }
        }

        void report(long frames, StageOutput output) {
            output.count(Frames.CHUNKS, chunks);
            output.count(Frames.FRAMES, frames);
            observer.metric(Frames.FRAMES, frames);
            for (UnscoredReason reason : UnscoredReason.values()) {
                long count = unscored.getOrDefault(reason, 0L);
                output.count(reason.countName(), count);
                observer.metric(reason.countName(), count);
            }
        }
    }
}
