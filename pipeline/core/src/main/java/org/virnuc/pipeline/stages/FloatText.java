package org.virnuc.pipeline.stages;

import com.fasterxml.jackson.core.io.schubfach.FloatToDecimal;

/**
 * Numbers as the original prints them: the shortest decimal that reads back as the same float32, in Python's notation
 * (positional from 1e-4 on, {@code 1.5e-05} below).
 */
final class FloatText {
    /** This float itself is less than the decimal 1e-4, and so Python prints it as {@code 1e-04}. */
    private static final float POSITIONAL_ABOVE = 1e-4f;

    private static final float JAVA_POSITIONAL_FROM = 1e-3f;

    private FloatText() {}

    /** Appends a value in [0, 1]. */
    static void append(float value, StringBuilder text) {
        String digits = FloatToDecimal.toString(value);
        if (value == 0 || value >= JAVA_POSITIONAL_FROM) {
            text.append(digits);
            return;
        }
        int e = digits.indexOf('E');
        int exponent = -Integer.parseInt(digits, e + 1, digits.length(), 10);
        String mantissa = digits.substring(0, e);
        if (mantissa.endsWith(".0")) {
            mantissa = mantissa.substring(0, mantissa.length() - 2);
        }
        if (value > POSITIONAL_ABOVE) {
            text.append("0.").append("0".repeat(exponent - 1)).append(mantissa.replace(".", ""));
        } else {
            text.append(mantissa).append("e-").append(exponent < 10 ? "0" : "").append(exponent);
        }
    }
}
