package org.virnuc.models.checkpoint;

/** Looks up the storages that a pickle refers to. */
@FunctionalInterface
interface PickleStorages {

    /**
     * The storage for a key.
     *
     * @throws org.virnuc.models.ModelException if there is no storage of exactly this size
     */
    TorchStorage find(ElementType type, String key, long elements);
}
