package org.virnuc.calling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Locates boundaries by the scores of windows shifted by half a chunk: at the position where the windows to the left
 * are the strongest evidence for the first state and those to the right for the second. If the windows have scores,
 * boundaries are known to half a chunk.
 */
public final class HalfWindows implements Boundaries {
    private final Map<Long, Double> scored = new HashMap<>();

    /** The start positions of the windows around a boundary. */
    public static List<Long> starts(RecordScores record, Between between) {
        List<Long> starts = new ArrayList<>();
        long length = record.chunkLength();
        long last = record.end(between.after()) - length;
        for (long start = record.start(between.before()) + length / 2; start <= last; start += length) {
            starts.add(start);
        }
        return starts;
    }

    /** Removes the windows of the previous record. */
    public void begin() {
        scored.clear();
    }

    /** Adds the best scores of a window of the next record. */
    public void add(long start, float others, float virus) {
        scored.put(start, RegionModel.logOdds(others, virus));
    }

    @Override
    public long at(RecordScores record, Between between) {
        List<Long> starts = starts(record, between);
        starts.removeIf(start -> !scored.containsKey(start));
        double sign = between.viral() ? 1 : -1;
        double forLeft = 0;
        int best = 0;
        double most = 0;
        for (int left = 1; left <= starts.size(); left++) {
            forLeft -= sign * scored.getOrDefault(starts.get(left - 1), 0.0);
            if (forLeft > most) {
                most = forLeft;
                best = left;
            }
        }
        if (starts.isEmpty()) {
            return MIDDLE.at(record, between);
        }
        long end = best == 0 ? record.end(between.before()) : starts.get(best - 1) + record.chunkLength();
        long start = best == starts.size() ? record.start(between.after()) : starts.get(best);
        return (end + start) / 2;
    }
}
