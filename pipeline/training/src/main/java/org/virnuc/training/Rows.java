package org.virnuc.training;

import java.util.Arrays;

/** Rows of features with their labels. */
final class Rows {
    private static final int FIRST = 1024;

    private int[] rows = new int[FIRST];
    private byte[] labels = new byte[FIRST];
    private int size;

    void add(int row, int label) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
            labels = Arrays.copyOf(labels, 2 * size);
        }
        rows[size] = row;
        labels[size++] = (byte) label;
    }

    int size() {
        return size;
    }

    int row(int at) {
        return rows[at];
    }

    int label(int at) {
        return labels[at];
    }

    /** The number of rows with a label. */
    int count(int label) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += labels[i] == label ? 1 : 0;
        }
        return count;
    }
}
