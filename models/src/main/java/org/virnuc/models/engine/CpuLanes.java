package org.virnuc.models.engine;

import java.io.Serializable;

/**
 * How many batches this machine best computes at once on all its cores, which then share the cores evenly.
 *
 * @param small for narrow models
 * @param large for wide ones
 */
public record CpuLanes(int small, int large) implements Serializable {
    /** Vectors of wide models are at least so long. */
    static final int WIDE = 640;

    public CpuLanes {
        if (small < 1 || large < 1) {
            throw new IllegalArgumentException(small + " and " + large + " lanes cannot be");
        }
    }

    /** Those for a model by the length of its vectors. */
    int of(int dimension) {
        return dimension < WIDE ? small : large;
    }
}
