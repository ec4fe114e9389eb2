package org.virnuc.calling;

import org.virnuc.sequences.ChunkPlan;
import org.virnuc.sequences.UnscoredReason;

/** Records for tests, from a letter a chunk. */
final class Records {
    private Records() {}

    /**
     * A record with a chunk a letter: V surely virus, H surely others, M virus within 0.3 and 0.7, A both high, = a tie, n
     * without an open frame, s too short, a ambiguous, D and d
     * without an open frame and virus or others from its DNA alone, S and T the same from its stretches, W virus from its stretches
     * and others from its DNA.
     */
    static RecordScores of(String id, long length, int chunkLength, String chunks) {
        if (new ChunkPlan(length, chunkLength).count() != chunks.length()) {
            throw new IllegalArgumentException(length + " bases are not " + chunks.length() + " chunks");
        }
        RecordScores record = new RecordScores(chunkLength);
        record.begin(id, length);
        chunks.chars().forEach(c -> add(record, (char) c));
        return record;
    }

    /** With full chunks of 100 bases. */
    static RecordScores of(String chunks) {
        return of("record", 100L * chunks.length(), 100, chunks);
    }

    private static void add(RecordScores record, char chunk) {
        switch (chunk) {
            case 'V' -> record.addScored(0.05f, 0.95f);
            case 'H' -> record.addScored(0.9f, 0.1f);
            case 'M' -> record.addScored(0.3f, 0.7f);
            case 'A' -> record.addScored(0.75f, 0.85f);
            case '=' -> record.addScored(0.5f, 0.5f);
            case 'n' -> record.addUnscored(UnscoredReason.NO_OPEN_FRAME);
            case 'D' -> {
                record.addUnscored(UnscoredReason.NO_OPEN_FRAME);
                record.addDnaOnly(0.1f, 0.9f);
            }
            case 'd' -> {
                record.addUnscored(UnscoredReason.NO_OPEN_FRAME);
                record.addDnaOnly(0.8f, 0.2f);
            }
            case 'S' -> {
                record.addUnscored(UnscoredReason.NO_OPEN_FRAME);
                record.addStretches(0.2f, 0.8f);
            }
            case 'T' -> {
                record.addUnscored(UnscoredReason.NO_OPEN_FRAME);
                record.addStretches(0.75f, 0.25f);
            }
            case 'W' -> {
                record.addUnscored(UnscoredReason.NO_OPEN_FRAME);
                record.addStretches(0.2f, 0.8f);
                record.addDnaOnly(0.8f, 0.2f);
            }
            case 's' -> record.addUnscored(UnscoredReason.TOO_SHORT);
            case 'a' -> record.addUnscored(UnscoredReason.AMBIGUOUS);
            default -> throw new IllegalArgumentException("no such chunk: " + chunk);
        }
    }
}
