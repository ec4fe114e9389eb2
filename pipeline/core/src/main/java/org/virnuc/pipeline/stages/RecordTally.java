package org.virnuc.pipeline.stages;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.sequences.UnscoredReason;

/** Counts the chunks and frames of one record, for its row of {@code sequences.tsv}. */
final class RecordTally {
    static final String HEADER =
            "id\tlength\tchunks\tchunks_scored\tchunks_virus\tchunks_no_open_frame\tchunks_too_short"
                    + "\tchunks_ambiguous\tframes\tbest_score1\tbest_score2\tverdict\treason\n";

    /** The header of a run with a cascade. */
    static final String CASCADE_HEADER = HEADER.replace("\n", "\tchunks_big_model\n");

    private final RecordTable.Row row;
    private final boolean cascade;
    private final Map<UnscoredReason, Long> unscored = new EnumMap<>(UnscoredReason.class);
    private long scored;
    private long virus;
    private long frames;
    private long byBigModel;
    private float bestOthers = -1;
    private float bestVirus = -1;

    /** Creates the counts of a record in a run with one model. */
    RecordTally(RecordTable.Row row) {
        this(row, false);
    }

    /**
     * Creates the counts of a record.
     *
     * @param cascade whether each chunk is scored by one of two models
     */
    RecordTally(RecordTable.Row row, boolean cascade) {
        this.row = row;
        this.cascade = cascade;
    }

    void unscoredChunk(UnscoredReason reason) {
        unscored.merge(reason, 1L, Long::sum);
    }

    void scoredChunk(ChunkVerdict chunk) {
        scored++;
        frames += chunk.frames();
        virus += chunk.virus() ? 1 : 0;
        bestOthers = Math.max(bestOthers, chunk.bestOthers());
        bestVirus = Math.max(bestVirus, chunk.bestVirus());
    }

    /** Sets whether the chunk added last was scored by the big model of a cascade. */
    void byBigModel(boolean is) {
        byBigModel += is ? 1 : 0;
    }

    long scored() {
        return scored;
    }

    long unscored(UnscoredReason reason) {
        return unscored.getOrDefault(reason, 0L);
    }

    RecordVerdict verdict() {
        return RecordVerdict.of(scored, virus);
    }

    void appendTo(StringBuilder lines) {
        lines.append(row.id()).append('\t').append(row.length()).append('\t').append(row.chunks());
        lines.append('\t').append(scored).append('\t').append(virus);
        for (UnscoredReason reason : UnscoredReason.values()) {
            lines.append('\t').append(unscored(reason));
        }
        lines.append('\t').append(frames).append('\t');
        if (scored > 0) {
            FloatText.append(bestOthers, lines);
            lines.append('\t');
            FloatText.append(bestVirus, lines);
        } else {
            lines.append('\t');
        }
        lines.append('\t').append(verdict().word()).append('\t').append(reason());
        if (cascade) {
            lines.append('\t').append(byBigModel);
        }
        lines.append('\n');
    }

    /** The reasons why a record is unscored: those of its chunks, or that it has no chunks. */
    private String reason() {
        if (row.chunks() == 0) {
            return UnscoredReason.EMPTY_RECORD;
        }
        return scored > 0
                ? ""
                : unscored.keySet().stream().map(UnscoredReason::word).collect(Collectors.joining(","));
    }
}
