package org.virnuc.pipeline.stages;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.pipeline.FinishedStage;
import org.virnuc.pipeline.OutputFile;
import org.virnuc.pipeline.Setting;
import org.virnuc.pipeline.Stage;
import org.virnuc.pipeline.StageId;
import org.virnuc.pipeline.StageObserver;
import org.virnuc.pipeline.StageOutput;
import org.virnuc.pipeline.calls.AnswerFile;
import org.virnuc.pipeline.calls.AnswerOptions;
import org.virnuc.pipeline.calls.Answers;
import org.virnuc.pipeline.calls.RecordScores;
import org.virnuc.pipeline.calls.RecordVerdict;
import org.virnuc.pipeline.calls.RunSummary;
import org.virnuc.pipeline.sequence.Frame;
import org.virnuc.pipeline.sequence.Quoted;
import org.virnuc.pipeline.sequence.UnscoredReason;

/**
 * One verdict for every chunk that has frames ({@code prediction_results_highestscore.csv}, sorted by id as plain strings)
 * and one row for every input record ({@code sequences.tsv}, in input order), with the {@link Answers} beside. Frames are joined to chunks by id and in full:
 * a score too many, too few or under another id is an error that names it.
 */
public final class ConsensusStage implements Stage<ScoredChunks, Verdicts> {
    private static final String FORMAT_VERSION = "3";
    private static final int FLUSH_CHARS = 1 << 16;

    private final AnswerOptions options;

    /** A stage that writes these answers beside the verdicts. */
    public ConsensusStage(AnswerOptions options) {
        this.options = options;
    }

    @Override
    public StageId id() {
        return StageId.CONSENSUS;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("calls", options.rule().word(), "the rule that makes contig_calls.tsv"),
                new Setting("write", options.words(), "which sequences and regions are written"),
                new Setting("format", FORMAT_VERSION, "layout of the result files and the rules of the verdicts"));
    }

    @Override
    public long items(ScoredChunks input) {
        return input.scores().rows();
    }

    @Override
    public void run(ScoredChunks input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        Path unsorted = output.scratch().resolve("chunks.tsv");
        try (Answers answers = new Answers(options, output, input.chunked().chunks()::open);
                Join join = new Join(input, answers, observer);
                OutputFile records = output.create(Verdicts.RECORDS_FILE);
                OutputStream chunks = new java.io.BufferedOutputStream(Files.newOutputStream(unsorted))) {
            join.run(chunks, records);
            records.commit();
            answers.commit(output);
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

    @Override
    public Verdicts open(ScoredChunks input, FinishedStage finished) {
        return new Verdicts(
                input.scores().file(),
                finished.file(Verdicts.CHUNKS_FILE),
                finished.file(Verdicts.RECORDS_FILE),
                finished.file(RunSummary.FILE_NAME),
                options.files().stream()
                        .collect(Collectors.toMap(AnswerFile::fileName, file -> finished.file(file.fileName()))),
                Verdicts.ordered(finished.counts()));
    }

    /** Walks records, chunks and scores side by side. */
    private static final class Join implements AutoCloseable {
        private final RecordTable.Reader records;
        private final ChunkTable.Reader chunks;
        private final BufferedReader scores;
        private final RecordScores record;
        private final Answers answers;
        private final StageObserver observer;
        private final ItemCounter steps;
        private final Map<RecordVerdict, Long> verdicts = new EnumMap<>(RecordVerdict.class);
        private final Map<UnscoredReason, Long> unscored = new EnumMap<>(UnscoredReason.class);
        private long scoredChunks;

        Join(ScoredChunks input, Answers answers, StageObserver observer) throws IOException {
            this.records = input.chunked().chunks().records();
            this.chunks = input.chunked().frames().chunks();
            this.scores = input.scores().lines();
            this.record = new RecordScores(input.chunked().chunks().chunkLength());
            this.answers = answers;
            this.observer = observer;
            this.steps = new ItemCounter(observer);
        }

        void run(OutputStream chunkLines, OutputStream recordLines) throws IOException, InterruptedException {
            StringBuilder text = new StringBuilder(RecordTally.HEADER);
            for (RecordTable.Row row = records.next(); row != null; row = records.next()) {
                RecordTally tally = tally(row, chunkLines);
                tally.appendTo(text);
                answers.add(record, tally.verdict());
                steps.add(0);
                verdicts.merge(tally.verdict(), 1L, Long::sum);
                if (text.length() > FLUSH_CHARS) {
                    flush(text, recordLines);
                }
            }
            flush(text, recordLines);
            String left = scores.readLine();
            if (left != null) {
                throw new IllegalStateException("consensus: frame "
                        + Quoted.of(FrameScore.parse(left).id()) + " has a score and no chunk; run again with --force");
            }
        }

        private RecordTally tally(RecordTable.Row row, OutputStream chunkLines)
                throws IOException, InterruptedException {
            RecordTally tally = new RecordTally(row);
            record.begin(row.id(), row.length());
            for (long chunk = 1; chunk <= row.chunks(); chunk++) {
                ChunkTable.Entry entry = chunks.next();
                if (entry.isScored()) {
                    ChunkVerdict verdict = verdict(row.id() + "_chunk_" + chunk, entry.frames());
                    chunkLines.write(verdict.line().getBytes(StandardCharsets.ISO_8859_1));
                    tally.scoredChunk(verdict);
                    record.addScored(verdict.bestOthers(), verdict.bestVirus());
                    scoredChunks++;
                    observer.items(verdict.frames());
                } else {
                    tally.unscoredChunk(entry.reason());
                    record.addUnscored(entry.reason());
                    unscored.merge(entry.reason(), 1L, Long::sum);
                }
            }
            return tally;
        }

        private ChunkVerdict verdict(String chunkId, List<Frame> frames) throws IOException {
            List<FrameScore> frameScores = new ArrayList<>();
            for (Frame frame : frames) {
                FrameScore score = score(chunkId + frame.suffix());
                answers.frame(record, frame.suffix(), score.others(), score.virus(), score.isVirus());
                frameScores.add(score);
            }
            return ChunkVerdict.of(chunkId, frameScores);
        }

        private FrameScore score(String expected) throws IOException {
            @Nullable String line = scores.readLine();
            FrameScore score = line == null ? null : FrameScore.parse(line);
            if (score == null || !score.id().equals(expected)) {
                throw new IllegalStateException(
                        "consensus: frame " + Quoted.of(expected) + " has no score; the next score is of "
                                + (score == null ? "no frame" : Quoted.of(score.id())) + "; run again with --force");
            }
            return score;
        }

        Map<String, Long> counts() {
            Map<String, Long> counts = new TreeMap<>();
            for (RecordVerdict verdict : RecordVerdict.values()) {
                counts.put("records_" + verdict.word(), verdicts.getOrDefault(verdict, 0L));
            }
            for (UnscoredReason reason : UnscoredReason.values()) {
                counts.put(reason.countName(), unscored.getOrDefault(reason, 0L));
            }
            counts.put("chunks_scored", scoredChunks);
            return counts;
        }

        private static void flush(StringBuilder text, OutputStream out) throws IOException {
            out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            text.setLength(0);
        }

        @Override
        public void close() throws IOException {
            records.close();
            chunks.close();
            scores.close();
        }
    }
}
