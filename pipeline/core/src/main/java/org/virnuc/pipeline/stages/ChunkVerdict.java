package org.virnuc.pipeline.stages;

import java.util.List;

/**
 * The consensus of a chunk over its frames: virus where the best virus score is at least the best others score.
 *
 * @param frames how many frames were scored
 */
public record ChunkVerdict(String id, int frames, float bestOthers, float bestVirus) {

    /** The verdict over the frames of a chunk. */
    public static ChunkVerdict of(String id, List<FrameScore> scores) {
        float others = 0;
        float virus = 0;
        for (FrameScore score : scores) {
            others = Math.max(others, score.others());
            virus = Math.max(virus, score.virus());
        }
        return new ChunkVerdict(id, scores.size(), others, virus);
    }

    /** The verdict; a tie is virus. */
    public boolean virus() {
        return bestVirus - bestOthers >= -FrameScore.TIE;
    }

    /** Half the difference between both scores. For a chunk with one frame, this is the score's distance from 0.5. */
    double margin() {
        return Math.abs((double) bestVirus - bestOthers) / 2;
    }

    /** A line of {@code prediction_results_highestscore.csv}, with the words of the original. */
    String line() {
        return id + "\t" + (virus() ? "True" : "False") + "\n";
    }
}
