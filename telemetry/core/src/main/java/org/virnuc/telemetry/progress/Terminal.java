package org.virnuc.telemetry.progress;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells whether somebody looks at standard error. */
final class Terminal {
    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /**
     * Where Linux says what standard error is, that counts; elsewhere the JVM's console, which is there only if standard input and output
     * are a terminal, so that a redirected run gets lines rather than a bar.
     */
    static boolean onStandardError() {
        return isTerminal(STDERR, isConsole(System.console()));
    }

    static boolean isTerminal(Path descriptor, boolean otherwise) {
        try {
            Path target = Files.readSymbolicLink(descriptor);
            return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return otherwise;
        }
    }

    /** Up to Java 21 there is a console only on a terminal; later ones have it always, and it tells. */
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
