package org.virnuc.spark;

import org.jspecify.annotations.Nullable;
import org.virnuc.cli.WorkerSetup;
import org.virnuc.models.store.ModelPool;
import org.virnuc.models.store.ModelStore;

/**
 * The models of this executor: each is loaded once, shared by all tasks, and freed when the executor ends.
 *
 * @param store finds models on this machine
 * @param pool keeps them open
 */
record ExecutorModels(ModelStore store, ModelPool pool) {
    private static @Nullable ExecutorModels here;

    /**
     * The models of this process.
     *
     * @throws org.virnuc.engine.UsageException if the folder for native libraries is not known or not writable
     */
    static synchronized ExecutorModels here() {
        ExecutorModels open = here;
        if (open == null) {
            ModelStore store = WorkerSetup.models();
            ModelPool pool = new ModelPool(store);
            Runtime.getRuntime().addShutdownHook(new Thread(pool::close, "virnuc-models"));
            open = new ExecutorModels(store, pool);
            here = open;
        }
        return open;
    }
}
