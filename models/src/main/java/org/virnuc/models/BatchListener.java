package org.virnuc.models;

/** Is told of every batch that an encoder has finished. */
@FunctionalInterface
public interface BatchListener {

    /** A listener for callers who need no figures. */
    BatchListener NONE = figures -> {};

    void batch(BatchFigures figures);
}
