package org.virnuc.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what Jackson says of a JSON text into words for people who do not know Java: no names of classes, no terms of Jackson's. */
public final class JsonFault {
    private static final Pattern MISSING = Pattern.compile("Missing (?:required )?creator property '([^']*)'.*");
    private static final Pattern UNKNOWN = Pattern.compile("Unrecognized field \"(.*?)\" \\(class .*");
    private static final Pattern REFUSED =
            Pattern.compile("Cannot (?:construct instance|deserialize value) of (?:type )?`[^`]*`, problem: (.*)");
    private static final Pattern OTHER_TEXT =
            Pattern.compile("Cannot deserialize value of type `[^`]*` from String (\".*?\"): .*");
    private static final Pattern NO_VALUE = Pattern.compile("Cannot map .null. into type .*");
    private static final Pattern OF_ANOTHER_TYPE =
            Pattern.compile("(?:Cannot (?:construct|deserialize|coerce|map) |No content to map).*");

    private JsonFault() {}

    /**
     * The reason, in one line.
     *
     * @param message the original message of a {@code JsonProcessingException}
     */
    public static String of(String message) {
        String line = VisibleText.of(message.lines().findFirst().orElse("").strip());
        Matcher missing = MISSING.matcher(line);
        if (missing.matches()) {
            return "\"" + missing.group(1) + "\" is missing";
        }
        Matcher unknown = UNKNOWN.matcher(line);
        if (unknown.matches()) {
            return "\"" + unknown.group(1) + "\" is unknown";
        }
        Matcher refused = REFUSED.matcher(line);
        if (refused.matches()) {
            return refused.group(1);
        }
        Matcher text = OTHER_TEXT.matcher(line);
        if (text.matches()) {
            return text.group(1) + " is none of the values expected there";
        }
        if (NO_VALUE.matcher(line).matches()) {
            return "it is missing";
        }
        return OF_ANOTHER_TYPE.matcher(line).matches() ? "a value is of another type than expected" : line;
    }
}
