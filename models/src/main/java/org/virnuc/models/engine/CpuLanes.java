package org.virnuc.models.engine;

import java.io.Serializable;
import org.virnuc.files.PublicApi;

/**
 * How many batches this machine should compute concurrently; the lanes share all of its cores evenly.
 *
 * @param small lanes for narrow models
 * @param large lanes for wide models
 */
@PublicApi
public record CpuLanes(int small, int large) implements Serializable {
    /** Vector length from which a model counts as wide. */
    static final int WIDE = 640;

    public CpuLanes {
        if (small < 1 || large < 1) {
            throw new IllegalArgumentException(small + " and " + large + " lanes cannot be");
        }
    }

    /** The number of lanes for a model with vectors of this length. */
    int of(int dimension) {
        return dimension < WIDE ? small : large;
    }
}
