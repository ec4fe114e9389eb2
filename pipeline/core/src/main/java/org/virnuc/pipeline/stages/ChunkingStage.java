package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.QualityWarningCounter;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.ChunkPlan;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.FastaWriter;
import org.virnuc.sequences.ReadCounts;

/**
 * Cuts every input record into overlapping chunks. Writes {@code chunked.fa}, and {@code records.tsv} with a line for
 * each record.
 */
public final class ChunkingStage implements Stage<InputFiles, Chunks> {
    private static final String FORMAT = "3";
    private static final String CLIPPED = "hard-clipped, whose cut-off bases are not in the file";
    private static final String EMPTY =
            "%s without bases; a row of sequences.tsv with the reason empty, and nothing to score";
    private static final String RNA =
            "RNA in %s; U is kept as VirNucPro keeps it, and a codon with U yields no residue;"
                    + " replace U by T to translate it";
    private static final byte[] CHUNK_MARK = "_chunk_".getBytes(StandardCharsets.US_ASCII);

    private final int chunkLength;

    /**
     * Creates the stage for a chunk length.
     *
     * @param chunkLength bases of a full chunk
     */
    public ChunkingStage(int chunkLength) {
        if (chunkLength < 1) {
            throw new IllegalArgumentException("chunk length " + chunkLength + ", expected at least 1");
        }
        this.chunkLength = chunkLength;
    }

    @Override
    public StageId id() {
        return StageId.CHUNKING;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("chunk-length", Integer.toString(chunkLength), "where records are cut"),
                new Setting("format", FORMAT, "layout of chunked.fa and records.tsv, and which letters are accepted"));
    }

    @Override
    public long items(InputFiles input) {
        return -1;
    }

    @Override
    public void run(InputFiles input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        try (OutputFile chunkFile = output.create(Chunks.FILE_NAME);
                OutputFile tableFile = output.create(RecordTable.FILE_NAME)) {
            Cutter cutter = new Cutter(chunkFile, tableFile, observer);
            ReadCounts counts = new ReadCounts();
            FileWarnings files = new FileWarnings(input.strict());
            for (int i = 0; i < input.paths().size(); i++) {
                Path path = input.paths().get(i);
                String name = input.names().get(i);
                try (FastaReader reader = FastaReader.open(path, name, input.reference(), output::scratch)) {
                    long before = cutter.records;
                    cutter.cutAll(reader);
                    files.add(name, reader.endsWhole(), cutter.records > before);
                    counts.add(reader.readCounts());
                }
            }
            counts.metrics().forEach(observer::metric);
            files.report(output);
            cutter.finish(output, observer, counts);
            chunkFile.commit();
            tableFile.commit();
        }
    }

    @Override
    public Chunks open(InputFiles input, FinishedStage finished) {
        return new Chunks(finished, chunkLength);
    }

    /** Performs the pass over all inputs. */
    private final class Cutter {
        private final FastaWriter chunkWriter;
        private final RecordTable.Writer tableWriter;
        private final ItemCounter items;
        private final byte[] chunk = new byte[chunkLength];
        private final QualityWarningCounter rna = new QualityWarningCounter(QualityWarning.Kind.RNA_INPUT);
        private final QualityWarningCounter empty = new QualityWarningCounter(QualityWarning.Kind.EMPTY_RECORDS);
        private long records;
        private long bases;
        private long chunks;

        Cutter(OutputFile chunkFile, OutputFile tableFile, StageObserver observer) {
            chunkWriter = new FastaWriter(chunkFile, FastaWriter.BIOPYTHON_COLUMNS);
            tableWriter = new RecordTable.Writer(tableFile);
            items = new ItemCounter(observer);
        }

        void cutAll(FastaReader reader) throws IOException, InterruptedException {
            while (reader.next()) {
                if (reader.isRna()) {
                    rna.add(reader.id());
                }
                if (reader.length() == 0) {
                    empty.add(reader.id());
                }
                ChunkPlan plan = new ChunkPlan(reader.length(), chunkLength);
                cut(reader, plan);
                tableWriter.add(new RecordTable.Row(reader.id(), reader.length(), plan.count()));
                records++;
                bases += reader.length();
                chunks += plan.count();
                items.add(1);
            }
        }

        private void cut(FastaReader reader, ChunkPlan plan) throws IOException, InterruptedException {
            long count = plan.count();
            for (long i = 0; i < count; i++) {
                long start = plan.start(i);
                int length = (int) (plan.end(i) - start);
                reader.copy(start, chunk, 0, length);
                chunkWriter.begin();
                chunkWriter.id(reader.idBytes(), reader.idLength());
                chunkWriter.id(CHUNK_MARK, CHUNK_MARK.length);
                chunkWriter.number(i + 1);
                chunkWriter.sequence(chunk, 0, length);
                items.add(0);
            }
        }

        void finish(StageOutput output, StageObserver observer, ReadCounts reads)
                throws IOException, InterruptedException {
            chunkWriter.flush();
            tableWriter.flush();
            items.flush();
            rna.report(output, RNA, records);
            empty.report(output, EMPTY, records);
            report(output, reads.hardClipped(), records);
            output.count(Chunks.RECORDS, records);
            output.count(Chunks.BASES, bases);
            output.count(Chunks.CHUNKS, chunks);
            observer.metric(Chunks.BASES, bases);
            observer.metric(Chunks.CHUNKS, chunks);
            if (empty.count() > 0) {
                observer.metric(Chunks.EMPTY_RECORDS, empty.count());
            }
        }

        private static void report(StageOutput output, ReadCounts.Found reads, long all) {
            if (reads.count() > 0) {
                String text = reads.count() + (reads.count() == 1 ? " read " : " reads ") + CLIPPED;
                output.warning(
                        new QualityWarning(QualityWarning.Kind.CLIPPED_READS, text, reads.count(), all, reads.first()));
            }
        }
    }
}
