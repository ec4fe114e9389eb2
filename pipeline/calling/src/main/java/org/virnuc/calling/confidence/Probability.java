package org.virnuc.calling.confidence;

/** Converts probabilities to the form in which they are written and counted: ten-thousandths, never exactly 0 or 1. */
public final class Probability {
    static final int ONE = 10_000;

    /** Stands for no probability. */
    public static final int NONE = -1;

    private static final int DIGITS = 4;

    private Probability() {}

    static int of(double probability) {
        return Math.max(1, Math.min(ONE - 1, (int) Math.rint(probability * ONE)));
    }

    /** The probability as a number between 0 and 1. */
    public static double value(int tenThousandths) {
        return (double) tenThousandths / ONE;
    }

    /** Appends a share between 0 and 1 with four decimals. */
    public static void append(double share, StringBuilder text) {
        append((int) Math.rint(share * ONE), text);
    }

    /** Appends a probability with four decimals; appends nothing for {@link #NONE}. */
    public static void append(int tenThousandths, StringBuilder text) {
        if (tenThousandths == NONE) {
            return;
        }
        String digits = String.valueOf(ONE + tenThousandths % ONE);
        text.append(tenThousandths / ONE).append('.').append(digits, 1, 1 + DIGITS);
    }
}
