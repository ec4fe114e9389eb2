package org.virnuc.models;

import java.util.List;

/** Turns sequences into token ids, special tokens included. Thread-safe. */
public interface Tokenizer extends AutoCloseable {

    /** The token ids of each sequence: one row per sequence, in order, without padding. */
    int[][] encode(List<String> sequences);

    @Override
    default void close() {}
}
