package org.virnuc.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file that is being written: {@code .NAME.PID-RANDOM.tmp}. The process id alone does not identify the
 * writer, because containers that share a folder may use equal ids.
 *
 * @param target name of the completed file; shortened if very long
 * @param pid process id of the writer, inside its container if it runs in one
 */
record TemporaryName(String target, long pid) {
    private static final Pattern FORM = Pattern.compile("\\.(.+)\\.([0-9]{1,18})-[0-9a-f]{16}\\.tmp", Pattern.DOTALL);

    /** File systems allow names of 255 bytes, of which the rest of the name needs 38. */
    private static final int MOST_BYTES = 200;

    private static final int MOST_BYTES_OF_A_CHARACTER = 4;

    /** Returns a name beside the target that no other thread or process uses. */
    static Path beside(Path target) {
        return target.resolveSibling(String.format(
                Locale.ROOT,
                ".%s.%d-%016x.tmp",
                shortened(target.getFileName().toString()),
                ProcessHandle.current().pid(),
                ThreadLocalRandom.current().nextLong()));
    }

    /** Parses a file name. Empty if it is not the name of an unfinished file. */
    static Optional<TemporaryName> of(Path file) {
        Matcher name = FORM.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                ? Optional.of(new TemporaryName(name.group(1), Long.parseLong(name.group(2))))
                : Optional.empty();
    }

    private static String shortened(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MOST_BYTES / MOST_BYTES_OF_A_CHARACTER));
    }
}
