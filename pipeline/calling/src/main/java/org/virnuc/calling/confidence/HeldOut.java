package org.virnuc.calling.confidence;

import org.jspecify.annotations.Nullable;

/**
 * A labelled stretch with its probability by curves that were not fitted to its relatives.
 *
 * @param unit intended length of the stretch
 * @param source of the scores, {@code frames} or {@code dna-only}, as in {@code chunk_scores.tsv}
 * @param first its first chunk with a score, counted from 1 among those of its record
 * @param chunks number of chunks
 * @param probability by curves that were fitted without its cluster
 * @param otherGroups by curves that were fitted without its group; null if there are none
 */
public record HeldOut(
        Unit unit,
        LabelledRecord record,
        String source,
        int first,
        int chunks,
        double weightedDelta,
        double probability,
        @Nullable Double otherGroups) {

    /** The id of the record that the stretch is of. */
    public String recordId() {
        return record.id();
    }

    /** Whether the record is viral. */
    public boolean viral() {
        return record.viral();
    }

    /** The record's cluster. */
    public String cluster() {
        return record.cluster();
    }

    /** What kind of virus or host the record is; empty where that is not said. */
    public String group() {
        return record.group();
    }

    /** Lengths of stretches in scored bases. */
    public enum Unit {
        CHUNK("chunk", 0),
        KB_1("1 kb", 1_000),
        KB_3("3 kb", 3_000),
        KB_10("10 kb", 10_000),
        RECORD("record", Integer.MAX_VALUE);

        private final String words;
        private final int bases;

        Unit(String words, int bases) {
            this.words = words;
            this.bases = bases;
        }

        /** The name used in tables. */
        public String words() {
            return words;
        }

        /** The number of chunks of a stretch of a record. */
        int chunks(int length, int scored) {
            return this == RECORD ? scored : Math.max(1, bases / length);
        }
    }
}
