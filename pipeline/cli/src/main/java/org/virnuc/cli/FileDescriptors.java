package org.virnuc.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.Reason;

/**
 * Detects that the process has run out of file descriptors. It uses only classes of the JDK, because such a process
 * cannot open the program's libraries either, and its normal error handling would fail for lack of a class.
 */
final class FileDescriptors {
    /** The value of {@link ExitCode#INTERNAL}, a class that may not be loadable. */
    static final int EXIT_CODE = 1;

    private static final int MOST_CAUSES = 50;
    private static final int FEW = 8;

    private FileDescriptors() {}

    /** Whether an exception was caused by too many open files. */
    static boolean exhausted(Throwable e) {
        return caused(e, inner -> String.valueOf(inner.getMessage())
                .toLowerCase(Locale.ROOT)
                .contains("too many open files"));
    }

    private static boolean caused(Throwable e, Predicate<Throwable> kind) {
        @Nullable Throwable inner = e;
        for (int depth = 0; inner != null && depth < MOST_CAUSES; depth++) {
            if (kind.test(inner)) {
                return true;
            }
            inner = inner.getCause();
        }
        return false;
    }

    /** Advice for the user. */
    static String advice() {
        return "too few file descriptors: too many files are open for this process; allow it more, as with ulimit -n 1024, then run the"
                + " same command again";
    }

    /** Whether descriptors are the problem: a missing class may be one whose file cannot be opened. */
    static boolean isShort(Throwable e) {
        return exhausted(e) || (caused(e, LinkageError.class::isInstance) && !canOpenMore());
    }

    /** One line about an error that no other code handled. */
    static String problem(Throwable e) {
        return isShort(e) ? advice() : Reason.UNFORESEEN + ": " + Reason.of(e) + " (please report it)";
    }

    private static boolean canOpenMore() {
        Path file = Path.of(System.getProperty("java.home"), "release");
        List<InputStream> opened = new ArrayList<>();
        try {
            for (int i = 0; i < FEW; i++) {
                opened.add(new FileInputStream(file.toFile()));
            }
            return true;
        } catch (IOException e) {
            return !exhausted(e);
        } finally {
            for (InputStream stream : opened) {
                close(stream);
            }
        }
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            return; // only read from, so nothing is lost
        }
    }
}
