package org.virnuc.pipeline.stages;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.pipeline.cascade.CascadeFile;

/**
 * The scores of all frames, each by the model that its chunk is assigned to.
 *
 * @param scores of all frames
 * @param deciders the model of each chunk
 * @param table {@code cascade.tsv}
 * @param outcome decisions, and of those by the small and the big model; different frames, and of those scored by the
 *     big model
 */
public record CascadeScores(FrameScores scores, DecisionFile deciders, Path table, Map<String, Long> outcome) {
    public static final String TABLE = "cascade.tsv";

    /** Name of the count of all scored chunks. */
    public static final String DECISIONS = "decisions";

    public static final String BY_SMALL = "decisions_by_small_model";
    public static final String BY_BIG = "decisions_by_big_model";

    static final String DIFFERENT_FRAMES = "different_frames";
    static final String DIFFERENT_FRAMES_BIG = "different_frames_big";

    public CascadeScores {
        outcome = Map.copyOf(outcome);
    }

    /** The names of the result files that only runs with a cascade have. */
    public static List<String> fileNames() {
        return List.of(TABLE, CascadeFile.FILE_NAME);
    }

    /** The files by their names in the run directory. */
    Map<String, Path> files() {
        return Map.of(TABLE, table, CascadeFile.FILE_NAME, deciders.cascade());
    }

    /** The decisions, in the order to show them. */
    Map<String, Long> decisions() {
        Map<String, Long> decisions = new LinkedHashMap<>();
        for (String name : List.of(DECISIONS, BY_SMALL, BY_BIG)) {
            decisions.put(name, count(name));
        }
        return decisions;
    }

    /** The share of the different frames that the big model has scored. The big model's time is proportional to it. */
    public double shareOfBig() {
        return count(DIFFERENT_FRAMES) == 0 ? 1 : count(DIFFERENT_FRAMES_BIG) / (double) count(DIFFERENT_FRAMES);
    }

    /** A count of the outcome. */
    public long count(String name) {
        return outcome.getOrDefault(name, 0L);
    }
}
