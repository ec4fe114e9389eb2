package org.virnuc.models.engine;

import java.util.List;
import org.virnuc.models.DeviceException;

/**
 * Loads the native libraries in a background thread while a run reads its input. Loading takes some tenths of a second,
 * which the first encoder would otherwise wait for. Closing waits for the thread, because a program must not exit while
 * libraries are being loaded.
 */
public final class EngineWarmUp implements AutoCloseable {
    private final Thread thread;

    private EngineWarmUp(Thread thread) {
        this.thread = thread;
    }

    static EngineWarmUp begin(Runnable start) {
        Thread thread = new Thread(() -> load(start), "virnuc-warm-up");
        thread.setDaemon(true);
        thread.start();
        return new EngineWarmUp(thread);
    }

    private static void load(Runnable start) {
        try {
            start.run();
        } catch (DeviceException e) {
            return; // opening a model will fail in the same way and report it
        }
    }

    @Override
    public void close() {
        UninterruptibleJoin.all(List.of(thread));
    }
}
