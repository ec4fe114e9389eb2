package org.virnuc.calling;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.FastaReader;

/** The result tables and sequence files of a run, written in one pass over the records and published together by {@link #commit}. */
public final class ResultTables implements Closeable {
    private final Map<ResultFile, OutputFile> files = new EnumMap<>(ResultFile.class);
    private final RegionModel model;
    private final Caller caller;
    private final CallTable calls;
    private final ConfidenceTable confidence;
    private final @Nullable ChunkScoreTable chunkScores;
    private final UnscoredTable unscored;
    private final SummaryCollector collector;
    private final OutputFile summary;
    private final @Nullable RegionTables regionTables;
    private final @Nullable SequenceFiles sequences;
    private final @Nullable ScoreTable scores;
    private long bases;
    private long scoredBases;
    private long regionCount;
    private long regionBases;

    /** Opens the chunks of all records. */
    @FunctionalInterface
    public interface ChunkOpener {
        FastaReader open() throws IOException;
    }

    /**
     * Starts the files.
     *
     * @param caller calls the records
     * @param boundaries locates the boundaries of regions
     * @param chunks opens the chunks; called only if letters are written
     * @param cascade whether each score is by one of two models, which is then written with it
     */
    public ResultTables(
            ResultOptions options,
            Caller caller,
            Boundaries boundaries,
            StageOutput output,
            ChunkOpener chunks,
            boolean cascade)
            throws IOException {
        this.caller = caller;
        this.model = new RegionModel(boundaries);
        summary = output.create(RunSummary.FILE_NAME);
        collector = new SummaryCollector(options, new ConfidenceCollector(caller.confidence(), options.fallbacks()));
        try {
            for (ResultFile file : options.files()) {
                files.put(file, output.create(file.fileName()));
            }
            calls = new CallTable(
                    options.rule(), options.fallbacks(), Objects.requireNonNull(files.get(ResultFile.CALLS)));
            confidence = new ConfidenceTable(
                    Objects.requireNonNull(files.get(ResultFile.CONFIDENCE)),
                    output.scratch().resolve("confidence.tsv"),
                    options.stretches());
            OutputFile scoredChunks = files.get(ResultFile.CHUNK_SCORES);
            chunkScores = scoredChunks == null ? null : new ChunkScoreTable(scoredChunks, caller.confidence(), cascade);
            unscored = new UnscoredTable(Objects.requireNonNull(files.get(ResultFile.UNSCORED)));
            OutputFile bed = files.get(ResultFile.REGIONS_BED);
            OutputFile gff = files.get(ResultFile.REGIONS_GFF3);
            regionTables = bed == null || gff == null ? null : new RegionTables(bed, gff);
            OutputFile scoredFrames = files.get(ResultFile.SCORES);
            scores = scoredFrames == null ? null : new ScoreTable(scoredFrames, cascade);
            sequences = options.letters()
                    ? new SequenceFiles(
                            chunks.open(),
                            files.get(ResultFile.VIRAL),
                            files.get(ResultFile.HOST),
                            files.get(ResultFile.REGIONS_FASTA))
                    : null;
        } catch (IOException | RuntimeException e) {
            closeFiles();
            throw e;
        }
    }

    /**
     * Adds the next frame of the chunk that comes next in a record.
     *
     * @param frame name of the frame
     * @param isVirus label of the frame
     */
    public void frame(RecordScores record, String frame, float others, float virus, boolean isVirus)
            throws IOException {
        if (scores != null) {
            scores.add(record, frame, others, virus, isVirus);
        }
    }

    /**
     * Adds the next record, whose chunks are complete. The scores of a record that is too short to be called appear
     * only in the tables of chunks and frames.
     *
     * @param majority the verdict of its scored chunks
     * @return the call of the record, by which all counts of the run are made
     */
    public RecordVerdict add(RecordScores record, RecordVerdict majority) throws IOException {
        if (chunkScores != null) {
            chunkScores.add(record);
        }
        caller.withhold(record);
        long scored = record.scoredBases();
        Evidence evidence = caller.evidence(record);
        Caller.Called called = caller.call(record, evidence, majority);
        calls.add(record, called, evidence, scored);
        confidence.add(record, called);
        unscored.add(record);
        List<Region> regions = model.regions(record);
        for (int i = 0; i < regions.size(); i++) {
            if (regionTables != null) {
                regionTables.add(record, regions.get(i), RegionTables.name(record, i + 1));
            }
            regionBases += regions.get(i).length();
        }
        if (sequences != null) {
            sequences.add(record, called.verdict(), regions);
        }
        collector.add(record, new SummaryCollector.Finding(called, evidence, scored), regions);
        bases += record.length();
        scoredBases += scored;
        regionCount += regions.size();
        return called.verdict();
    }

    /** Publishes the files, and adds counts and warnings to the output. */
    public void commit(StageOutput output) throws IOException {
        calls.flush();
        confidence.finish();
        if (chunkScores != null) {
            chunkScores.flush();
        }
        unscored.flush();
        if (regionTables != null) {
            regionTables.flush();
        }
        if (sequences != null) {
            sequences.flush();
        }
        if (scores != null) {
            scores.finish();
        }
        collector.summary(unscored.bases()).write(summary);
        summary.commit();
        for (OutputFile file : files.values()) {
            file.commit();
        }
        caller.report(output);
        collector.report(output);
        output.count("bases", bases);
        output.count("bases_scored", scoredBases);
        output.count("regions", regionCount);
        output.count("bases_in_regions", regionBases);
    }

    @Override
    public void close() throws IOException {
        if (sequences != null) {
            sequences.close();
        }
        confidence.close();
        closeFiles();
    }

    private void closeFiles() throws IOException {
        for (OutputFile file : new ArrayList<>(files.values())) {
            file.close();
        }
        summary.close();
    }
}
