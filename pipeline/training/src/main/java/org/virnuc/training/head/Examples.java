package org.virnuc.training.head;

import java.io.IOException;

/** Labelled frames with their features, in an order that does not change. */
public interface Examples {

    int rows();

    /** The number of features of a row. */
    int features();

    /** 1 for virus, 0 for others. */
    int label(int row);

    /**
     * Copies the features of some rows.
     *
     * @param rows row numbers
     * @param into receives the features, row-major
     */
    void copy(int[] rows, float[] into) throws IOException;
}
