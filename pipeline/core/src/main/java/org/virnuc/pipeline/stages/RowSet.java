package org.virnuc.pipeline.stages;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** A set of row numbers: one bit per row, in blocks of a million rows. Blocks without a member take no memory. */
public final class RowSet {
    private static final int BLOCK_BITS = 20;
    private static final int MASK = (1 << BLOCK_BITS) - 1;

    private final TreeMap<Long, BitSet> blocks = new TreeMap<>();

    void add(long row) {
        blocks.computeIfAbsent(row >> BLOCK_BITS, absent -> new BitSet(MASK + 1))
                .set((int) row & MASK);
    }

    void remove(long row) {
        BitSet block = blocks.get(row >> BLOCK_BITS);
        if (block != null) {
            block.clear((int) row & MASK);
        }
    }

    /** The lowest member that is at least {@code row}; -1 if there is none. */
    long next(long row) {
        int within = (int) row & MASK;
        for (Map.Entry<Long, BitSet> block : blocks.tailMap(row >> BLOCK_BITS).entrySet()) {
            int found = block.getValue().nextSetBit(block.getKey() == row >> BLOCK_BITS ? within : 0);
            if (found >= 0) {
                return (block.getKey() << BLOCK_BITS) + found;
            }
        }
        return -1;
    }

    /** The number of members. */
    long size() {
        return blocks.values().stream().mapToLong(BitSet::cardinality).sum();
    }
}
