package org.virnuc.models.checkpoint;

/**
 * What one {@code data.pkl} may cost. The largest published model, ESM-2 of 15 billion parameters, takes about 30,000 steps
 * in 120 kB; every bound leaves at least 8 times as much, and together they hold the heap below 128 MiB.
 */
final class PickleBounds {

    /** Bytes of {@code data.pkl}; all text comes out of these, so they bound the text too. */
    static final int MAX_BYTES = 16 << 20;

    /** Opcodes run, plus elements copied by calls such as {@code set(list)}. */
    static final int MAX_STEPS = 1 << 18;

    /** Memo slots; the pickler numbers them from 0, a step each. */
    static final int MAX_MEMO = MAX_STEPS;

    /** Bytes of an integer; PyTorch writes at most 9, for seeds. */
    static final int MAX_INTEGER_BYTES = 255;

    /** Bytes of a module or class name. */
    static final int MAX_NAME_BYTES = 256;

    /** Dimensions of a tensor; PyTorch's own limit. */
    static final int MAX_RANK = 64;

    /** Containers within containers, counted on the finished tree. */
    static final int MAX_DEPTH = 64;

    /** Values of the finished tree, each counted as often as it is reached. */
    static final int MAX_VALUES = MAX_STEPS;

    /** Characters of text and of tensor names in the finished tree, each text counted as often as it is reached. */
    static final int MAX_TEXT = MAX_BYTES;

    /** Characters of a tensor's name. */
    static final int MAX_TENSOR_NAME = 512;

    private PickleBounds() {}
}
