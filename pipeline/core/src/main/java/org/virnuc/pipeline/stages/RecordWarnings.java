package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.virnuc.calling.RecordScores;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.QualityWarningCounter;
import org.virnuc.engine.StageOutput;
import org.virnuc.sequences.DuplicateFinder;

/** Collects warnings about records during consensus, in memory that does not grow with the input. */
final class RecordWarnings implements Closeable {
    /** Below this share of scored bases, a call says little about the whole record. */
    private static final double LOW_COVERAGE = 0.2;

    private final QualityWarningCounter duplicates = new QualityWarningCounter(QualityWarning.Kind.DUPLICATE_IDS);
    private final QualityWarningCounter unscored = new QualityWarningCounter(QualityWarning.Kind.UNSCORED_RECORDS);
    private final QualityWarningCounter lowCoverage = new QualityWarningCounter(QualityWarning.Kind.LOW_COVERAGE);
    private final QualityWarningCounter shorter = new QualityWarningCounter(QualityWarning.Kind.SHORT_RECORDS);
    private final DuplicateFinder ids;
    private final long records;
    private final int minLength;
    private int chunkLength;
    private long notCalled;
    private long row;

    /**
     * Creates a collection for exactly {@code records} records. Large tables of ids are kept in the scratch folder of
     * {@code output}.
     *
     * @param minLength records of fewer bases are not called
     */
    RecordWarnings(long records, int minLength, StageOutput output) throws IOException {
        this.records = records;
        this.minLength = minLength;
        this.ids = new DuplicateFinder(records, output::scratch);
    }

    /** Checks the next record; all its chunks are known. */
    void add(RecordScores record, RecordVerdict call) {
        byte[] id = record.id().getBytes(StandardCharsets.ISO_8859_1);
        if (ids.firstOf(id, id.length, row) != row) {
            duplicates.add(record.id());
        }
        row++;
        if (call == RecordVerdict.UNSCORED) {
            unscored.add(record.id());
        } else if (record.basesWithAnyScore() < LOW_COVERAGE * record.length()) {
            lowCoverage.add(record.id());
        }
        chunkLength = record.chunkLength();
        if (record.length() > 0 && record.length() < chunkLength) {
            shorter.add(record.id());
            notCalled += record.length() < minLength ? 1 : 0;
        }
    }

    @Override
    public void close() throws IOException {
        ids.close();
    }

    void report(StageOutput output) {
        duplicates.report(
                output, "%s with an id that an earlier record has; rows of result files are in input order", records);
        unscored.report(output, "%s unscored, which does not mean not viral; unscored.tsv says why", records);
        lowCoverage.report(
                output, "%s with a call from less than 20 % of the bases; the rest could not be scored", records);
        shorter.report(
                output,
                "%s shorter than the " + chunkLength
                        + " bases of a chunk, which the model is trained for; their calls are less often right"
                        + (notCalled == 0
                                ? ""
                                : " (" + notCalled + " not called, below `minLength` " + minLength + ")"),
                records);
    }
}
