package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.engine.FinishedStage;
import org.virnuc.sequences.FastaReader;

/**
 * The chunks of all records, in input order, and the table of records.
 *
 * @param chunkLength bases of a full chunk; none is longer
 */
public record Chunks(FinishedStage stage, int chunkLength) {
    static final String FILE_NAME = "chunked.fa";
    static final String RECORDS = "records";
    static final String EMPTY_RECORDS = "empty_records";
    static final String BASES = "bases";
    static final String CHUNKS = "chunks";

    /** The FASTA file, as VirNucPro writes it: 60 letters a line, ids {@code <record>_chunk_<number from 1>}. */
    public Path file() {
        return stage.file(FILE_NAME);
    }

    /** The number of input records. */
    public long recordCount() {
        return stage.count(RECORDS);
    }

    /** The number of input bases. */
    public long baseCount() {
        return stage.count(BASES);
    }

    /** The number of chunks. */
    public long chunkCount() {
        return stage.count(CHUNKS);
    }

    /** Streams the chunks. */
    public FastaReader open() throws IOException {
        return FastaReader.trusted(file());
    }

    /** Streams the chunks from the one that begins at this byte of the file. */
    FastaReader open(long from) throws IOException {
        return FastaReader.trusted(file(), from);
    }

    /** Streams the input records: id, length and number of chunks of each. */
    public RecordTable.Reader records() throws IOException {
        return new RecordTable.Reader(stage.file(RecordTable.FILE_NAME));
    }
}
