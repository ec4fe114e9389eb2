package org.virnuc.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One of Linux's files of lines such as {@code VmRSS: 1234 kB}; see proc(5). Elsewhere nothing is known. */
final class ProcFile {
    private static final long KIBI = 1024;

    private final Path file;

    ProcFile(Path file) {
        this.file = file;
    }

    /** The amounts in bytes by name, as of now; empty where the file cannot be read. */
    Map<String, Long> read() {
        Map<String, Long> amounts = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int colon = line.indexOf(':');
                String[] words = line.substring(colon + 1).trim().split("\\s+", 2);
                if (colon > 0 && words[0].matches("[0-9]{1,18}")) {
                    boolean kibi = words.length == 2 && words[1].equals("kB");
                    amounts.put(line.substring(0, colon), Long.parseLong(words[0]) * (kibi ? KIBI : 1));
                }
            }
        } catch (IOException notToBeHad) {
            amounts.clear();
        }
        return amounts;
    }
}
