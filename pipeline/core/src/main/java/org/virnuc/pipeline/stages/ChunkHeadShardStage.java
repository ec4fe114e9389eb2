package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.models.chunkhead.ChunkHead.Judgement;
import org.virnuc.sequences.FastaReader;

/**
 * Judges the chunks of one shard whose letters no earlier chunk of the run has, in the batches in which a whole run judges
 * them: {@link ChunkHeadScores} with the rows of these chunks. {@link ChunkHeadStage#given} puts all shards together.
 */
public final class ChunkHeadShardStage implements Stage<ChunkHeadStage.Input, ChunkHeadScores> {
    private static final String FILES = "files";

    private final List<Setting> settings;
    private final Judges.Source source;
    private final ChunkShard shard;

    ChunkHeadShardStage(List<Setting> settings, Judges.Source source, ChunkShard shard) {
        this.settings = List.copyOf(settings);
        this.source = source;
        this.shard = shard;
    }

    @Override
    public StageId id() {
        return StageId.CHUNK_HEAD;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(settings);
        all.add(new Setting("shard", Integer.toString(shard.number()), "only its chunks are judged"));
        return all;
    }

    @Override
    public long items(ChunkHeadStage.Input input) {
        return shard.range().end() - shard.range().begin();
    }

    @Override
    public void run(ChunkHeadStage.Input input, StageOutput output, StageObserver observer)
            throws IOException, InterruptedException {
        int file = 0;
        try (Judges judge = source.open(input, observer);
                FastaReader chunks = input.chunked().chunks().open(shard.offset());
                ChunkTable.Reader table = input.chunked().frames().chunks()) {
            table.seek(shard.range().begin());
            long rows = input.chunked().frames().frameCount();
            ChunkBatch batch = new ChunkBatch(chunks, table, shard::find, shard.range(), rows);
            while (batch.fill(ChunkHeadStage.CHUNKS_PER_FILE)) {
                output.once(ChunkHeadScores.fileName(++file), batch.read(), out -> judge(batch, judge, observer, out));
            }
            judge.report();
        }
        output.count(FILES, file);
    }

    @Override
    public ChunkHeadScores open(ChunkHeadStage.Input input, FinishedStage finished) {
        return ChunkHeadScores.in(finished.folder(), (int) finished.count(FILES));
    }

    private static void judge(ChunkBatch batch, Judges judge, StageObserver observer, OutputFile out)
            throws IOException, InterruptedException {
        List<ChunkBatch.Chunk> firsts = batch.firsts();
        SharedProgress progress = new SharedProgress(observer, batch.read());
        List<Judgement> judged = judge.judge(firsts, progress);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < firsts.size(); i++) {
            ChunkHeadScores.append(firsts.get(i).number(), judged.get(i), lines);
        }
        out.write(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
        progress.finish();
    }
}
