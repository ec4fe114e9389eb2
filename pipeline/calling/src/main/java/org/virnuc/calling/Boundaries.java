package org.virnuc.calling;

/** Locates the boundary between two neighbouring scored chunks of different states. */
@FunctionalInterface
public interface Boundaries {
    /** Half-way between the end of the first and the start of the second. */
    Boundaries MIDDLE = (record, between) -> (record.end(between.before()) + record.start(between.after())) / 2;

    /**
     * The base at which the second state begins.
     *
     * @param record the chunks
     */
    long at(RecordScores record, Between between);

    /**
     * The chunks on both sides of a boundary.
     *
     * @param before the last scored chunk of one state
     * @param after the first scored chunk of the other
     * @param viral whether the other is virus
     */
    record Between(int before, int after, boolean viral) {}
}
