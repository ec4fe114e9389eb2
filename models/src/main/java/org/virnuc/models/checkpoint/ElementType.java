package org.virnuc.models.checkpoint;

import org.virnuc.files.PublicApi;

/** Element types of tensors in checkpoints, with PyTorch's name for the storage class of each. */
@PublicApi
public enum ElementType {
    F64(8, "Double"),
    F32(4, "Float"),
    F16(2, "Half"),
    BF16(2, "BFloat16"),
    I64(8, "Long"),
    I32(4, "Int"),
    I16(2, "Short"),
    I8(1, "Char"),
    U8(1, "Byte"),
    BOOL(1, "Bool");

    private final int bytes;
    private final String torchName;

    ElementType(int bytes, String torchName) {
        this.bytes = bytes;
        this.torchName = torchName;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** The prefix of PyTorch's storage class, as in {@code FloatStorage}. */
    public String torchName() {
        return torchName;
    }
}
