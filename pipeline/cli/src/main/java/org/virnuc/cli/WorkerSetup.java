package org.virnuc.cli;

import java.nio.file.Path;
import org.virnuc.files.ZstdLibrary;
import org.virnuc.models.engine.NativeRuntime;
import org.virnuc.models.store.ModelStore;

/** Prepares a process that computes for VirNuc but was not started as {@code virnuc}, such as a worker of a cluster. */
public final class WorkerSetup {
    private WorkerSetup() {}

    /**
     * Decides where this process unpacks native libraries, and returns the models that this machine has. The folder is
     * the program's own cache.
     *
     * @throws org.virnuc.engine.UsageException if the folder is not known or not writable
     */
    public static ModelStore models() {
        Path cache = CacheFolder.writable();
        NativeRuntime.configure(cache);
        CacheFolder.natives("zstd").ifPresent(ZstdLibrary::unpackIn);
        return new ModelStore(cache);
    }
}
