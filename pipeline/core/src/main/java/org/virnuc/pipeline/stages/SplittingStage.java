package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.DuplicateFinder;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.FastaWriter;

/**
 * Splits the nucleotides or the proteins of all frames into files of 10,000 records, {@code output_1.fa} or {@code
 * output_1.faa} and so on, and records identical sequences in {@code duplicates.bin}.
 */
public final class SplittingStage implements Stage<Frames, SequenceShards> {
    private static final String FORMAT = "1";

    private final StageId id;
    private final boolean nucleotides;

    /**
     * Creates the stage for one of the two files.
     *
     * @param id {@link StageId#NUCLEOTIDE_SPLITTING} or {@link StageId#PROTEIN_SPLITTING}
     */
    public SplittingStage(StageId id) {
        this.id = id;
        this.nucleotides = id == StageId.NUCLEOTIDE_SPLITTING;
        if (!nucleotides && id != StageId.PROTEIN_SPLITTING) {
            throw new IllegalArgumentException(id.word() + " does not split sequences");
        }
    }

    @Override
    public StageId id() {
        return id;
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting("format", FORMAT, "records a file, and the layout of the table of duplicates"));
    }

    @Override
    public long items(Frames input) {
        return input.frameCount();
    }

    @Override
    public void run(Frames input, StageOutput output, StageObserver observer) throws IOException, InterruptedException {
        long rows = input.frameCount();
        Path source = nucleotides ? input.nucleotides() : input.proteins();
        try (DuplicateFinder finder = new DuplicateFinder(rows, output::scratch);
                FastaReader reader = FastaReader.trusted(source);
                OutputFile duplicateFile = output.create(Duplicates.FILE_NAME)) {
            Duplicates.Writer duplicates = new Duplicates.Writer(duplicateFile, rows);
            Splitter splitter = new Splitter(reader, finder, duplicates, new ItemCounter(observer));
            for (int shard = 1; shard <= SequenceShards.shards(rows); shard++) {
                try (OutputFile file = output.create(SequenceShards.fileName(shard, extension()))) {
                    splitter.write(file, SequenceShards.rowsOf(shard, rows));
                    file.commit();
                }
            }
            splitter.finish(rows, source);
            duplicateFile.commit();
            output.count(SequenceShards.UNIQUE, finder.unique());
            observer.metric("duplicates", rows - finder.unique());
        }
        output.count(SequenceShards.ROWS, rows);
        observer.metric("shards", SequenceShards.shards(rows));
    }

    @Override
    public SequenceShards open(Frames input, FinishedStage finished) {
        return new SequenceShards(finished, extension());
    }

    private String extension() {
        return nucleotides ? ".fa" : ".faa";
    }

    /** Performs the pass over all rows. */
    private static final class Splitter {
        private static final int FIRST_BYTES = 1024;

        private final FastaReader reader;
        private final DuplicateFinder finder;
        private final Duplicates.Writer duplicates;
        private final ItemCounter items;
        private byte[] letters = new byte[FIRST_BYTES];
        private long row;

        Splitter(FastaReader reader, DuplicateFinder finder, Duplicates.Writer duplicates, ItemCounter items) {
            this.reader = reader;
            this.finder = finder;
            this.duplicates = duplicates;
            this.items = items;
        }

        /** Moves the next {@code wanted} rows to the file of one shard. */
        void write(OutputFile file, int wanted) throws IOException, InterruptedException {
            FastaWriter writer = new FastaWriter(file, FastaWriter.ONE_LINE);
            for (int i = 0; i < wanted && reader.next(); i++) {
                int length = Math.toIntExact(reader.length());
                if (length > letters.length) {
                    letters = new byte[length];
                }
                reader.copy(0, letters, 0, length);
                writer.begin();
                writer.id(reader.idBytes(), reader.idLength());
                writer.sequence(letters, 0, length);
                duplicates.add(finder.firstOf(letters, length, row));
                row++;
                items.add(1);
            }
            writer.flush();
        }

        void finish(long expected, Path source) throws IOException, InterruptedException {
            if (row != expected || reader.next()) {
                throw new IOException(source + " does not hold the " + expected + " frames expected of it");
            }
            duplicates.flush();
            items.flush();
        }
    }
}
