package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.models.chunkhead.ChunkHead.Judgement;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.DuplicateFinder;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.ScratchFolder;
import org.virnuc.sequences.StretchFinder;
import org.virnuc.sequences.UnscoredReason;

/**
 * Judges whole chunks with the chunk head of a model: {@link ChunkHeadScores}. Every chunk is judged that has a frame or
 * a stop, so only chunks of nothing but ambiguous letters and those shorter than a codon are left out.
 */
public final class ChunkHeadStage implements Stage<ChunkHeadStage.Input, ChunkHeadScores> {
    static final int CHUNKS_PER_FILE = 2_000;

    private static final String FORMAT_VERSION = "3";
    private static final String ROWS = "rows";
    private static final String FILES = "files";

    private final List<Setting> model;
    private final ChunkModels models;
    private final Judges.Source source;

    /**
     * A stage with a model.
     *
     * @param model the settings of encoders and heads that change scores
     */
    public ChunkHeadStage(List<Setting> model, ChunkModels models) {
        this(model, models, judging(models));
    }

    private ChunkHeadStage(List<Setting> model, ChunkModels models, Judges.Source source) {
        this.model = List.copyOf(model);
        this.models = models;
        this.source = source;
    }

    /** Returns a stage that writes the same, with the judgements that {@link ChunkHeadShardStage} wrote for all shards. */
    public ChunkHeadStage given(List<ChunkHeadScores> shards) {
        return new ChunkHeadStage(model, models, (input, observer) -> new GivenJudges(shards));
    }

    /** Returns a stage that judges the chunks of one shard. */
    public ChunkHeadShardStage only(ChunkShard shard) {
        return new ChunkHeadShardStage(settings(), judging(models), shard);
    }

    private static Judges.Source judging(ChunkModels models) {
        return (input, observer) -> new ChunkJudge(
                StageId.CHUNK_HEAD, models, input.chunked().chunks().chunkLength(), input.features(), observer);
    }

    /**
     * Records, their chunks and the frames of each chunk, with the vectors of the frames.
     *
     * @param features vectors of the frames, in the order of the chunks
     */
    public record Input(ChunkedFrames chunked, Embeddings features) {}

    @Override
    public StageId id() {
        return StageId.CHUNK_HEAD;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(model);
        settings.add(new Setting(
                "chunk-head",
                models.chunkHead().digest(),
                "the chunk head turns what is known of a chunk into a score"));
        settings.add(new Setting("format", FORMAT_VERSION, "which chunks are judged, and the layout of the files"));
        return settings;
    }

    @Override
    public long items(Input input) {
        return input.chunked().chunks().chunkCount();
    }

    @Override
    public void run(Input input, StageOutput output, StageObserver observer) throws IOException, InterruptedException {
        long rows = 0;
        int file = 0;
        long count = input.chunked().frames().chunkCount();
        try (Judges judge = source.open(input, observer);
                FastaReader chunks = input.chunked().chunks().open();
                ChunkTable.Reader table = input.chunked().frames().chunks();
                DuplicateFinder duplicates = new DuplicateFinder(count, output::scratch);
                JudgementTable known = new JudgementTable(output.scratch().resolve("judgements.bin"))) {
            ChunkBatch batch = new ChunkBatch(
                    chunks,
                    table,
                    ChunkBatch.Repeats.among(duplicates),
                    input.chunked().frames().frameCount());
            while (batch.fill(CHUNKS_PER_FILE)) {
                String name = ChunkHeadScores.fileName(++file);
                Optional<Path> finished = output.finished(name);
                output.once(name, batch.read(), out -> judge(batch, judge, known, observer, out));
                if (finished.isPresent()) {
                    known.add(ChunkHeadScores.firsts(finished.get(), batch.chunks()));
                }
                rows += batch.chunks().size();
            }
            judge.report();
            observer.metric("chunks_repeated", rows - known.size());
        }
        output.count(ROWS, rows);
        output.count(FILES, file);
    }

    @Override
    public ChunkHeadScores open(Input input, FinishedStage finished) {
        return ChunkHeadScores.in(finished.folder(), (int) finished.count(FILES));
    }

    /**
     * What the encoders read to judge the chunks of a run, apart from frames of new chunks whose letters a frame of another
     * shard has.
     */
    public static EncoderLoad load(ChunkedFrames input, StretchFinder.Limits limits, ScratchFolder scratch)
            throws IOException {
        EncoderLoad.Count nucleotides = EncoderLoad.Count.ZERO;
        EncoderLoad.Count proteins = EncoderLoad.Count.ZERO;
        StretchFinder finder = new StretchFinder(limits);
        try (FastaReader chunks = input.chunks().open();
                ChunkTable.Reader table = input.frames().chunks();
                DuplicateFinder duplicates = new DuplicateFinder(input.frames().chunkCount(), scratch)) {
            ChunkBatch batch = new ChunkBatch(
                    chunks,
                    table,
                    ChunkBatch.Repeats.among(duplicates),
                    input.frames().frameCount());
            while (batch.fill(CHUNKS_PER_FILE)) {
                ChunkParts read = ChunkParts.of(batch.firsts(), finder, ChunkParts.Vectors.ALL);
                nucleotides = nucleotides.plus(read.nucleotides().sequences());
                proteins = proteins.plus(read.proteins().sequences());
            }
        }
        return new EncoderLoad(nucleotides, Optional.of(proteins));
    }

    /** Whether a chunk is judged. */
    static boolean judges(ChunkTable.Entry entry) {
        return entry.isScored() || entry.reason() == UnscoredReason.NO_OPEN_FRAME;
    }

    /** Judges the chunks that are new. One with the letters of an earlier chunk has its judgement. */
    private static void judge(
            ChunkBatch batch, Judges judge, JudgementTable known, StageObserver observer, OutputFile out)
            throws IOException, InterruptedException {
        long before = known.size();
        SharedProgress progress = new SharedProgress(observer, batch.read());
        List<Judgement> judged = judge.judge(batch.firsts(), progress);
        known.add(judged);
        StringBuilder lines = new StringBuilder();
        for (ChunkBatch.Chunk chunk : batch.chunks()) {
            long distinct = chunk.place().distinct();
            Judgement judgement = distinct < before ? known.get(distinct) : judged.get((int) (distinct - before));
            ChunkHeadScores.append(chunk.number(), judgement, lines);
        }
        out.write(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
        progress.finish();
    }
}
