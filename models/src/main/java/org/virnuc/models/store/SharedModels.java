package org.virnuc.models.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loaded models by key, each loaded once and counted by how many use it. A model that is retired is handed out no more, and freed
 * when its last user has given it back. For any number of threads; models of different keys load side by side.
 */
final class SharedModels<K, M extends AutoCloseable> {
    private final Free<M> free;
    private final Map<K, Shared> current = new HashMap<>();

    /**
     * A pool that is empty.
     *
     * @param free frees a model, without exceptions of its own
     */
    SharedModels(Free<M> free) {
        this.free = free;
    }

    /** Frees a model. */
    @FunctionalInterface
    interface Free<M> {
        void close(M model);
    }

    /** A model that may have several users. */
    final class Shared {
        private final K key;
        private @Nullable M model;
        // Guarded by the pool.
        private int users;

        private Shared(K key) {
            this.key = key;
        }

        private synchronized M open(Supplier<M> opening) {
            M open = model;
            if (open == null) {
                open = opening.get();
                model = open;
            }
            return open;
        }

        private synchronized void close() {
            M open = model;
            model = null;
            if (open != null) {
                free.close(open);
            }
        }

        /** Ends one use. */
        void giveBack() {
            boolean last;
            synchronized (SharedModels.this) {
                users--;
                last = users == 0 && current.get(key) != this;
            }
            if (last) {
                close();
            }
        }

        /** Hands it out no more. */
        void retire() {
            synchronized (SharedModels.this) {
                current.remove(key, this);
            }
        }
    }

    /** A use of a model. */
    record Use<K, M extends AutoCloseable>(M model, SharedModels<K, M>.Shared shared) {}

    /** The model of a key, opened now where it is not there; whoever asked for it gives it back. */
    Use<K, M> use(K key, Supplier<M> opening) {
        Shared shared;
        synchronized (this) {
            shared = current.computeIfAbsent(key, Shared::new);
            shared.users++;
        }
        boolean open = false;
        try {
            M model = shared.open(opening);
            open = true;
            return new Use<>(model, shared);
        } finally {
            if (!open) {
                shared.retire();
                shared.giveBack();
            }
        }
    }

    /** Retires all models; those that nobody uses are freed now. */
    void retireAll() {
        List<Shared> unused = new ArrayList<>();
        synchronized (this) {
            current.values().stream().filter(shared -> shared.users == 0).forEach(unused::add);
            current.clear();
        }
        unused.forEach(Shared::close);
    }
}
