package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A threshold, written as {@code coverage<0.2}.
 *
 * @param name of a figure or a guardrail
 * @param below whether it warns below the threshold; else above it
 * @param threshold decimal, as it was written
 */
public record Alert(String name, boolean below, BigDecimal threshold) {
    private static final Pattern TEXT = Pattern.compile("\\s*([a-z0-9_-]+)\\s*([<>])\\s*(\\S+)\\s*");
    /** With an exponent of up to three digits: messages show all digits of a threshold. */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]{1,20}(?:\\.[0-9]{0,20})?|\\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,3})?");

    /**
     * Reads {@code NAME<NUMBER} or {@code NAME>NUMBER}.
     *
     * @throws IllegalArgumentException where it is neither
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

    /** Whether there is something to warn of; exactly the threshold is not. */
    boolean holds(double value) {
        return below ? value < threshold.doubleValue() : value > threshold.doubleValue();
    }

    @Override
    public String toString() {
        return name + (below ? "<" : ">") + threshold.toPlainString();
    }
}
