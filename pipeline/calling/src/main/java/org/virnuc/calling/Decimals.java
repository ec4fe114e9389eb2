package org.virnuc.calling;

/**
 * Formats numbers with up to three decimals and without trailing zeros, as Python prints rounded floats: 0.9, 1.0,
 * -0.312.
 */
final class Decimals {
    private static final int SCALE = 1000;

    private Decimals() {}

    /** Appends a value, rounded half to even. */
    static void append(double value, StringBuilder text) {
        long thousandths = (long) Math.rint(value * SCALE);
        if (thousandths < 0) {
            text.append('-');
        }
        long size = Math.abs(thousandths);
        text.append(size / SCALE).append('.');
        long rest = size % SCALE;
        text.append(rest / 100);
        if (rest % 100 != 0) {
            text.append(rest / 10 % 10);
        }
        if (rest % 10 != 0) {
            text.append(rest % 10);
        }
    }
}
