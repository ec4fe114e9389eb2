package org.virnuc.models.checkpoint;

/**
 * Limits on the resources that one {@code data.pkl} may use. The largest published model, ESM-2 with 15 billion
 * parameters, takes about 30,000 steps in 120 kB. Every limit is at least 8 times what that model needs, and together
 * they keep the heap below 128 MiB.
 */
final class PickleBounds {

    /** Bytes of {@code data.pkl}. This also limits text, all of which is in these bytes. */
    static final int MAX_BYTES = 16 << 20;

    /** Opcodes executed, plus elements copied by calls such as {@code set(list)}. */
    static final int MAX_STEPS = 1 << 18;

    /** Memo slots; the pickler numbers them from 0, and each one takes a step. */
    static final int MAX_MEMO = MAX_STEPS;

    /** Bytes of an integer; PyTorch writes at most 9, for seeds. */
    static final int MAX_INTEGER_BYTES = 255;

    /** Bytes of a module name or class name. */
    static final int MAX_NAME_BYTES = 256;

    /** Dimensions of a tensor; PyTorch's own limit. */
    static final int MAX_RANK = 64;

    /** Nesting depth of containers, measured on the finished tree. */
    static final int MAX_DEPTH = 64;

    /** Values of the finished tree; a shared value counts each time it is reached. */
    static final int MAX_VALUES = MAX_STEPS;

    /** Characters of text and tensor names in the finished tree; shared text counts each time it is reached. */
    static final int MAX_TEXT = MAX_BYTES;

    /** Characters of a tensor's name. */
    static final int MAX_TENSOR_NAME = 512;

    private PickleBounds() {}
}
