package org.virnuc.models.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loaded models by key: each is loaded once, and its users are counted. A retired model is not handed out again, and is
 * freed when its last user gives it back. Thread-safe; models with different keys load concurrently.
 */
final class SharedModels<K, M extends AutoCloseable> {
    private final Free<M> free;
    private final Map<K, Shared> current = new HashMap<>();

    /**
     * An empty pool.
     *
     * @param free frees a model and does not throw
     */
    SharedModels(Free<M> free) {
        this.free = free;
    }

    /** Frees a model. */
    @FunctionalInterface
    interface Free<M> {
        void close(M model);
    }

    /** A loaded model that may have several users. */
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

        /** Ends one use of the model. */
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

        /** Removes the model from the pool, so that it is not handed out again. */
        void retire() {
            synchronized (SharedModels.this) {
                current.remove(key, this);
            }
        }
    }

    /** One use of a model. */
    record Use<K, M extends AutoCloseable>(M model, SharedModels<K, M>.Shared shared) {}

    /** The model for a key, loaded first if it is not in the pool; the caller gives it back. */
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

    /** Retires all models; those without users are freed immediately. */
    void retireAll() {
        List<Shared> unused = new ArrayList<>();
        synchronized (this) {
            current.values().stream().filter(shared -> shared.users == 0).forEach(unused::add);
            current.clear();
        }
        unused.forEach(Shared::close);
    }
}
