package org.virnuc.telemetry.progress;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Detects whether standard output or error is a terminal. */
final class Terminal {
    private static final Path STDOUT = Path.of("/proc/self/fd/1");
    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /**
     * Returns whether standard error is a terminal. On Linux, {@code /proc} says so. Elsewhere the JVM's console
     * decides; up to Java 21 it exists only if standard input and output are terminals, so a run with either redirected
     * gets lines rather than a bar.
     */
    static boolean onStandardError() {
        return isTerminal(STDERR, isConsole(System.console()));
    }

    /** Returns whether standard output is a terminal. */
    static boolean onStandardOutput() {
        return isTerminal(STDOUT, isConsole(System.console()));
    }

    static boolean isTerminal(Path descriptor, boolean otherwise) {
        try {
            Path target = Files.readSymbolicLink(descriptor);
            return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return otherwise;
        }
    }

    /**
     * Up to Java 21 a console exists only on a terminal. In later versions it always exists and has a method that says
     * whether it is one.
     */
    private static boolean isConsole(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException upToJava21) {
            return true;
        } catch (ReflectiveOperationException cannotTell) {
            return false;
        }
    }
}
