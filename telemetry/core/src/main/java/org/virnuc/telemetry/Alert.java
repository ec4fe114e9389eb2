package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A threshold for a figure of the run or for the share of a guardrail hit, written as {@code coverage<0.2}. A value
 * beyond it turns the figure or the hit into a warning.
 *
 * @param name name of the figure or of the guardrail
 * @param below true if values below the threshold warn, false if values above it do
 * @param threshold the decimal number as it was written
 */
public record Alert(String name, boolean below, BigDecimal threshold) {
    private static final Pattern TEXT = Pattern.compile("\\s*([a-z0-9_-]+)\\s*([<>])\\s*(\\S+)\\s*");
    /** The exponent has at most three digits because messages print every digit of a threshold. */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]{1,20}(?:\\.[0-9]{0,20})?|\\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,3})?");

    /**
     * Parses {@code NAME<NUMBER} or {@code NAME>NUMBER}.
     *
     * @throws IllegalArgumentException if the text has neither form; the message quotes it and shows an example
     */
    public static Alert parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an alert; expected NAME<NUMBER or NAME>NUMBER, such as coverage<0.2");
        }
        if (!NUMBER.matcher(parts.group(3)).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": " + parts.group(3) + " is not a number; expected such as coverage<0.2");
        }
        return new Alert(parts.group(1), parts.group(2).equals("<"), new BigDecimal(parts.group(3)));
    }

    /** Returns whether {@code value} is beyond the threshold. A value equal to the threshold is not. */
    boolean holds(double value) {
        return below ? value < threshold.doubleValue() : value > threshold.doubleValue();
    }

    @Override
    public String toString() {
        return name + (below ? "<" : ">") + threshold.toPlainString();
    }
}
