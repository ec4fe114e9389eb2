package org.virnuc.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Inputs in a few words, by which lists of runs show them. */
final class InputWords {
    private static final int NAMED = 5;

    private InputWords() {}

    /** The name of a single input, or the number of inputs and the first names. */
    static String of(List<Path> inputs) {
        if (inputs.size() == 1) {
            return name(inputs.get(0));
        }
        String names = inputs.stream().limit(NAMED).map(InputWords::name).collect(Collectors.joining(", "));
        return inputs.size() + " inputs: " + names + (inputs.size() > NAMED ? ", ..." : "");
    }

    private static String name(Path input) {
        Path name = input.getFileName();
        return input.toString().equals("-") ? "standard input" : name == null ? input.toString() : name.toString();
    }
}
