package org.virnuc.telemetry.progress;

import java.util.OptionalInt;

/** The terminal on which standard output is shown, if it is one. */
public final class OutputTerminal {
    private final TerminalWidth width = TerminalWidth.ofProcess();

    private OutputTerminal() {}

    /** Returns the terminal of this process; its width follows that of the window. */
    public static OutputTerminal ofProcess() {
        return new OutputTerminal();
    }

    /** Returns the width in columns; empty if standard output is a file or a pipe, which has none. */
    public OptionalInt width() {
        if (!Terminal.onStandardOutput()) {
            return OptionalInt.empty();
        }
        width.measure();
        return OptionalInt.of(width.getAsInt());
    }
}
