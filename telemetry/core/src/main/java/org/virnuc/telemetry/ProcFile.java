package org.virnuc.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads one of Linux's status files with lines such as {@code VmRSS: 1234 kB}; see proc(5). Other systems have no such
 * files.
 */
final class ProcFile {
    private static final long KIBI = 1024;
    private static final String UNIT = " kB";
    private static final int MOST_DIGITS = 18;

    private final Path file;

    ProcFile(Path file) {
        this.file = file;
    }

    /** Returns the current amounts in bytes, by name; empty if the file cannot be read. */
    Map<String, Long> read() {
        Map<String, Long> amounts = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int colon = line.indexOf(':');
                String value = line.substring(colon + 1).trim();
                boolean kibi = value.endsWith(UNIT);
                String digits = kibi ? value.substring(0, value.length() - UNIT.length()) : value;
                if (colon > 0 && isAmount(digits)) {
                    amounts.put(line.substring(0, colon), Long.parseLong(digits) * (kibi ? KIBI : 1));
                }
            }
        } catch (IOException notToBeHad) {
            amounts.clear();
        }
        return amounts;
    }

    private static boolean isAmount(String digits) {
        return !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
