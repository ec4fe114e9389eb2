package org.virnuc.pipeline.stages;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.Caller;
import org.virnuc.calling.RecordScores;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.calling.ResultFile;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.ResultTables;
import org.virnuc.calling.RunSummary;
import org.virnuc.calling.ScoreError;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.SortedLines;
import org.virnuc.sequences.UnscoredReason;

/**
 * Writes one verdict for every chunk that has frames ({@code prediction_results_highestscore.csv}, sorted by id as
 * plain strings), one row for every input record ({@code sequences.tsv}, in input order), and the {@link ResultTables}.
 * Records are counted by their calls, which can differ from their verdicts, depending on options. Frames are joined to
 * chunks by id and in full: a surplus, missing or misnamed score is an error that names it.
 */
public final class ConsensusStage implements Stage<ScoredChunks, Verdicts> {
    private static final String FORMAT_VERSION = "8";
    private static final int FLUSH_CHARS = 1 << 16;

    private final ResultOptions options;
    private final Confidence confidence;
    private final Optional<ScoreError> error;

    /**
     * Creates the stage.
     *
     * @param error known error of scores in a lower precision than fp32, if any
     */
    public ConsensusStage(ResultOptions options, Confidence confidence, Optional<ScoreError> error) {
        this.options = options;
        this.confidence = confidence;
        this.error = error;
    }

    @Override
    public StageId id() {
        return StageId.CONSENSUS;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(
                new Setting("calls", options.rule().word(), "the rule that makes contig_calls.tsv"),
                new Setting("write", options.words(), "which sequences and regions are written"),
                new Setting("min-length", String.valueOf(options.minLength()), "shorter records are not called"),
                new Setting("format", FORMAT_VERSION, "layout of the result files and the rules of the verdicts")));
        settings.addAll(confidence.settings());
        NearTies.setting(error).ifPresent(settings::add);
        return settings;
    }

    @Override
    public long items(ScoredChunks input) {
        return input.scores().rows();
    }

    @Override
    public void run(ScoredChunks input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        Path unsorted = output.scratch().resolve("chunks.tsv");
        Caller caller = caller(input);
        try (RecordWarnings warnings =
                        new RecordWarnings(input.chunked().chunks().recordCount(), options.minLength(), output);
                OutputFile records = output.create(Verdicts.RECORDS_FILE);
                Lines lines = new Lines(
                        new BufferedOutputStream(Files.newOutputStream(unsorted)), observer, new NearTies(error));
                RecordCursor cursor = new RecordCursor(input, lines);
                ResultTables tables = new ResultTables(
                        options,
                        caller,
                        cursor.boundaries(),
                        output,
                        input.chunked().chunks()::open,
                        input.cascade().isPresent())) {
            lines.tables = tables;
            Join join = new Join(cursor, tables, options, warnings, observer);
            join.run(records, input.cascade().isPresent() ? RecordTally.CASCADE_HEADER : RecordTally.HEADER);
            records.commit();
            tables.commit(output);
            warnings.report(output);
            lines.nearTies.report(output);
            join.counts().forEach(output::count);
            output.count("records", input.chunked().chunks().recordCount());
            output.count("chunks", input.chunked().frames().chunkCount());
        }
        try (OutputFile sorted = output.create(Verdicts.CHUNKS_FILE)) {
            sorted.write(Verdicts.CHUNKS_HEADER.getBytes(StandardCharsets.ISO_8859_1));
            SortedLines.append(unsorted, output.scratch(), sorted);
            sorted.commit();
        }
    }

    /** Prepares the caller. A limit of the false discovery rate requires all probabilities before the first call. */
    private Caller caller(ScoredChunks input) throws IOException, InterruptedException {
        Caller caller = new Caller(options, confidence);
        if (confidence.selection().maxFalse().isPresent()) {
            try (RecordCursor cursor = new RecordCursor(input, verdict -> {})) {
                while (cursor.next()) {
                    caller.count(cursor.record());
                }
            }
        }
        caller.decide();
        return caller;
    }

    @Override
    public Verdicts open(ScoredChunks input, FinishedStage finished) {
        Verdicts verdicts = new Verdicts(
                input.scores().file(),
                finished.file(Verdicts.CHUNKS_FILE),
                finished.file(Verdicts.RECORDS_FILE),
                finished.file(RunSummary.FILE_NAME),
                options.files().stream()
                        .collect(Collectors.toMap(ResultFile::fileName, file -> finished.file(file.fileName()))),
                Verdicts.ordered(finished.counts()),
                Optional.empty());
        return input.cascade().map(verdicts::with).orElse(verdicts);
    }

    /** Writes a line for every chunk and passes frames on to the tables of frames. */
    private static final class Lines implements RecordCursor.Listener, AutoCloseable {
        private final OutputStream chunks;
        private final StageObserver observer;
        private final NearTies nearTies;
        private @Nullable ResultTables tables;

        Lines(OutputStream chunks, StageObserver observer, NearTies nearTies) {
            this.chunks = chunks;
            this.observer = observer;
            this.nearTies = nearTies;
        }

        @Override
        public void scored(ChunkVerdict verdict) throws IOException, InterruptedException {
            chunks.write(verdict.line().getBytes(StandardCharsets.ISO_8859_1));
            nearTies.add(verdict);
            observer.items(verdict.frames());
        }

        @Override
        public void frame(RecordScores record, String suffix, FrameScore score) throws IOException {
            if (tables != null) {
                tables.frame(record, suffix, score.others(), score.virus(), score.isVirus());
            }
        }

        @Override
        public void close() throws IOException {
            chunks.close();
        }
    }

    /** Joins and counts all records. */
    private static final class Join {
        private final RecordCursor cursor;
        private final ResultTables tables;
        private final RecordWarnings warnings;
        private final ItemCounter steps;
        private final Map<RecordVerdict, Long> calls = new EnumMap<>(RecordVerdict.class);
        private final Map<UnscoredReason, Long> unscored = new EnumMap<>(UnscoredReason.class);
        private final Map<ChunkSource, Long> fallbacks = new EnumMap<>(ChunkSource.class);
        private long scoredChunks;

        Join(
                RecordCursor cursor,
                ResultTables tables,
                ResultOptions options,
                RecordWarnings warnings,
                StageObserver observer) {
            this.cursor = cursor;
            this.warnings = warnings;
            this.tables = tables;
            options.rule().verdicts().forEach(call -> calls.put(call, 0L));
            options.fallbacks().forEach(source -> fallbacks.put(source, 0L));
            this.steps = new ItemCounter(observer);
        }

        void run(OutputStream recordLines, String header) throws IOException, InterruptedException {
            StringBuilder text = new StringBuilder(header);
            while (cursor.next()) {
                RecordTally tally = cursor.tally();
                tally.appendTo(text);
                fallbacks.replaceAll(
                        (source, chunks) -> chunks + cursor.record().preferred(source));
                long judged = cursor.record().scored() - tally.scored();
                RecordVerdict call = tables.add(cursor.record(), tally.verdict());
                warnings.add(cursor.record(), call);
                steps.add(0);
                calls.merge(call, 1L, Long::sum);
                scoredChunks += tally.scored() + judged;
                unscored.merge(UnscoredReason.NO_OPEN_FRAME, -judged, Long::sum);
                for (UnscoredReason reason : UnscoredReason.values()) {
                    unscored.merge(reason, tally.unscored(reason), Long::sum);
                }
                if (text.length() > FLUSH_CHARS) {
                    flush(text, recordLines);
                }
            }
            flush(text, recordLines);
        }

        Map<String, Long> counts() {
            Map<String, Long> counts = new TreeMap<>();
            calls.forEach((call, records) -> counts.put("records_" + call.word(), records));
            for (UnscoredReason reason : UnscoredReason.values()) {
                counts.put(reason.countName(), unscored.getOrDefault(reason, 0L));
            }
            counts.put("chunks_scored", scoredChunks);
            fallbacks.forEach((source, chunks) -> counts.put(Verdicts.fallback(source), chunks));
            return counts;
        }

        private static void flush(StringBuilder text, OutputStream out) throws IOException {
            out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            text.setLength(0);
        }
    }
}
