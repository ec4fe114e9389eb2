package org.virnuc.models.engine;

import java.util.List;
import org.virnuc.models.DeviceException;

/**
 * Loads the native libraries by a thread of its own, while a run reads its input: it takes some tenths of a second that the first
 * encoder would wait for otherwise. Closing waits for the end, because a program must not exit while libraries are loaded.
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
            return; // whoever opens a model gets it again, and tells it
        }
    }

    @Override
    public void close() {
        UninterruptibleJoin.all(List.of(thread));
    }
}
