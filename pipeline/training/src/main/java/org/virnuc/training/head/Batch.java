package org.virnuc.training.head;

/**
 * Some frames with their labels.
 *
 * @param values row-major {@code [rows, features]}; may be longer
 * @param labels 1 for virus, 0 for others; may be longer
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Batch(float[] values, int[] labels, int rows) {

    int label(int row) {
        return labels[row];
    }
}
