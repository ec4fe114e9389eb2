package org.virnuc.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file that is being written: {@code .NAME.PID-RANDOM.tmp}. Process ids alone do not tell writers apart, because containers
 * that share a folder have the same ones.
 *
 * @param target name of the file once it is whole; the beginning of a very long one
 * @param pid the writer's process id, in its container if it runs in one
 */
record TemporaryName(String target, long pid) {
    private static final Pattern FORM = Pattern.compile("\\.(.+)\\.([0-9]{1,18})-[0-9a-f]{16}\\.tmp", Pattern.DOTALL);

    /** File systems take names of 255 bytes, of which 38 are for the rest of the name. */
    private static final int MOST_BYTES = 200;

    private static final int MOST_BYTES_OF_A_CHARACTER = 4;

    /** A name beside the target that no other thread or process has. */
    static Path beside(Path target) {
        return target.resolveSibling(String.format(
                Locale.ROOT,
                ".%s.%d-%016x.tmp",
                shortened(target.getFileName().toString()),
                ProcessHandle.current().pid(),
                ThreadLocalRandom.current().nextLong()));
    }

    /** The parts of a file's name; empty where it is not the name of an unfinished file. */
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
