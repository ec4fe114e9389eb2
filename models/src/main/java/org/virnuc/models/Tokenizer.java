package org.virnuc.models;

import java.util.List;

/** Turns sequences into token ids, special tokens included. Safe for several threads. */
public interface Tokenizer extends AutoCloseable {

    /** The ids of each sequence, in order; a row per sequence, rows as long as their sequence needs. */
    int[][] encode(List<String> sequences);

    @Override
    default void close() {}
}
