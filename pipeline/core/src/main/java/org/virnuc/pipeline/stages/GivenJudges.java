package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.models.chunkhead.ChunkHead.Judgement;

/**
 * Judgements of chunks that were judged shard by shard, read in the order of the chunks. Those of files that an interrupted
 * merge has finished are passed over.
 */
final class GivenJudges implements Judges {
    private final NumberedTables.Rows rows;

    GivenJudges(List<ChunkHeadScores> shards) {
        rows = ChunkHeadScores.together(shards);
    }

    @Override
    public List<Judgement> judge(List<ChunkBatch.Chunk> chunks, SharedProgress progress) throws IOException {
        List<Judgement> judgements = new ArrayList<>();
        for (ChunkBatch.Chunk chunk : chunks) {
            judgements.add(ChunkHeadScores.find(rows, chunk));
        }
        return judgements;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
