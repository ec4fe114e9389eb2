package org.virnuc.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnuc.engine.UsageException;

/** Parses sizes as typed by users: a number of bytes, or of K, M, G or T, in steps of 1,024. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([KMGT]?)(?:IB|B)?");
    private static final int STEP_BITS = 10;

    private Sizes() {}

    /**
     * Returns the size in bytes.
     *
     * @throws UsageException naming the option
     */
    static long parse(String option, String given) {
        Matcher match = SIZE.matcher(given.strip().toUpperCase(Locale.ROOT));
        if (!match.matches()) {
            throw new UsageException(
                    option + " " + given + " is not a size; give a number with K, M, G or T, such as 20G");
        }
        int steps = match.group(2).isEmpty() ? 0 : "KMGT".indexOf(match.group(2)) + 1;
        long number = Long.parseLong(match.group(1));
        if (number > Long.MAX_VALUE >> (STEP_BITS * steps)) {
            throw new UsageException(option + " " + given + " is more than any disk holds; give less, such as 20G");
        }
        return number << (STEP_BITS * steps);
    }
}
