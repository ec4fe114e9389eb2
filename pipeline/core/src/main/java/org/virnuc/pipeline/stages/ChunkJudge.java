package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.models.chunkhead.ChunkHead.Judgement;
import org.virnuc.pipeline.chunkhead.ChunkEvidence;
import org.virnuc.pipeline.chunkhead.ChunkFeatures;

/** Judges chunks: hands all that {@link EvidenceReader} finds of them to the chunk head. */
final class ChunkJudge implements Judges {
    private final EvidenceReader evidence;
    private final ChunkFeatures features;
    private final int length;

    /**
     * A judge of chunks that were cut to a length.
     *
     * @param vectors the vectors of the frames
     */
    ChunkJudge(StageId stage, ChunkModels models, int length, Embeddings vectors, StageObserver observer) {
        EvidenceModels used = models.evidence();
        this.length = length;
        this.features = ChunkFeatures.of(
                models.chunkHead(), used.widths().dna(), used.widths().protein());
        this.evidence = new EvidenceReader(stage, used, models.limits(), vectors, observer);
    }

    @Override
    public List<Judgement> judge(List<ChunkBatch.Chunk> chunks, SharedProgress progress)
            throws IOException, InterruptedException {
        List<Judgement> judgements = new ArrayList<>();
        for (ChunkEvidence one : evidence.read(chunks, progress)) {
            judgements.add(features.judge(one, length));
        }
        return judgements;
    }

    @Override
    public void report() {
        evidence.report();
    }

    @Override
    public void close() throws IOException {
        evidence.close();
    }
}
