package org.virnuc.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Words picocli's complaints about a command line for people who do not know Java. */
final class Misuse {
    private static final Pattern CONSTANTS =
            Pattern.compile("expected one of \\[([^\\]]*)\\] \\(case-(?:in)?sensitive\\) but was");

    /** Digits alone are a whole number, and refused only because it is too large. */
    private static final Pattern TOO_LARGE = Pattern.compile("('[+-]?[0-9]+') is not an? (?:int|long)$");

    private static final Map<String, String> TYPES = Map.of(
            " is not an int", " is not a whole number",
            " is not a long", " is not a whole number",
            " is not a double", " is not a number",
            " is not a BigDecimal", " is not a number",
            " is not a boolean", " is neither true nor false");

    private Misuse() {}

    /** The complaint with types in words, and the values of an option as they are typed. */
    static String words(CommandLine.ParameterException e) {
        String text = TOO_LARGE.matcher(String.valueOf(e.getMessage())).replaceFirst("$1 is too large a number");
        for (Map.Entry<String, String> type : TYPES.entrySet()) {
            text = text.replace(type.getKey(), type.getValue());
        }
        return CONSTANTS
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        "expected one of " + match.group(1).toLowerCase(Locale.ROOT) + ", but was"));
    }
}
