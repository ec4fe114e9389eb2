package org.virnuc.models.checkpoint;

/** Where the storages of a pickle are found. */
@FunctionalInterface
interface PickleStorages {

    /**
     * The storage of a key.
     *
     * @throws org.virnuc.models.ModelException where there is none of exactly this size
     */
    TorchStorage find(ElementType type, String key, long elements);
}
