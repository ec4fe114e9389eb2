package org.virnuc.engine;

import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a cancelled run. An interrupt surfaces as another exception where it meets a file being written or an encoder
 * that waits for its devices.
 */
public final class Interruption {
    private static final int MOST_CAUSES = 50;

    private Interruption() {}

    /** Whether an interrupt is at the bottom of an exception. */
    public static boolean caused(Throwable e) {
        @Nullable Throwable inner = e;
        for (int depth = 0; inner != null && depth < MOST_CAUSES; depth++) {
            if (inner instanceof InterruptedException || inner instanceof ClosedByInterruptException) {
                return true;
            }
            inner = inner.getCause();
        }
        return false;
    }
}
