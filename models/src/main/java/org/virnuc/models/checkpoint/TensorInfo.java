package org.virnuc.models.checkpoint;

import java.util.List;

/** Name, element type and shape of one tensor; a scalar has an empty shape. */
public record TensorInfo(String name, ElementType type, List<Long> shape) {

    public TensorInfo {
        shape = List.copyOf(shape);
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("tensor " + name + " has a negative extent: " + shape);
            }
        }
    }

    /** The number of elements: the product of the dimensions. */
    public long elements() {
        long product = 1;
        for (long extent : shape) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }

    /** The number of bytes of the contiguous values. */
    public long byteLength() {
        return Math.multiplyExact(elements(), (long) type.bytes());
    }
}
