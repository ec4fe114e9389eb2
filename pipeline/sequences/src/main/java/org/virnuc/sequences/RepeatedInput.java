package org.virnuc.sequences;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One file that is an input twice, so that each of its records would be scored and counted twice.
 *
 * @param first the path under which it is read first
 * @param second the path under which it is read again; both are the same where the user gave the same path twice
 */
public record RepeatedInput(Path first, Path second) {

    /**
     * Finds the first file that is listed twice. Files are compared by identity, so links, relative names and letter
     * case make no difference. Standard input counts as the file it is redirected from. Missing files are ignored.
     */
    public static Optional<RepeatedInput> in(List<Path> files) {
        Map<Object, Path> seen = new HashMap<>();
        for (Path file : files) {
            Optional<Path> before = identity(file).map(key -> seen.putIfAbsent(key, file));
            if (before.isPresent()) {
                return Optional.of(new RepeatedInput(before.get(), file));
            }
        }
        return Optional.empty();
    }

    /**
     * An object that is equal for two paths if and only if they lead to one file; empty if there is none. That of standard input is the
     * file it is redirected from, or, without one, its own.
     */
    public static Optional<Object> identity(Path file) {
        if (InputFile.STANDARD_INPUT.equals(file)) {
            return Optional.of(InputFile.standardInputFile()
                    .flatMap(RepeatedInput::identity)
                    .orElse(InputFile.STANDARD_INPUT));
        }
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return Optional.of(Objects.requireNonNullElse(key, file.toRealPath()));
        } catch (IOException notThere) {
            return Optional.empty(); // reported when it is opened
        }
    }

    /** Says which file it is and what to do, in one line. */
    public String message() {
        String one = InputFile.name(first);
        return (first.equals(second)
                        ? one + " is an input twice"
                        : one + " and " + InputFile.name(second) + " are the same file")
                + ", and its records would be counted twice; leave one of the two out";
    }
}
