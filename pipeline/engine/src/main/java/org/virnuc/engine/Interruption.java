package org.virnuc.engine;

import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a cancelled run. An interrupt can surface as another exception, for example while a file is being written
 * or while an encoder waits for its devices.
 */
public final class Interruption {
    private static final int MOST_CAUSES = 50;

    private Interruption() {}

    /** Whether an interrupt caused this exception, directly or indirectly. */
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
