package org.virnuc.models.checkpoint;

import java.util.List;

/**
 * A tensor as a view of a storage. Only {@link #checked} creates one, which guarantees that every element is inside the
 * storage and that there are no more elements than the storage has. Otherwise a view that repeats values could declare
 * any size at no cost.
 *
 * @param offset position of the first element in the storage, in elements
 * @param stride distance in elements between neighbors, one per dimension
 */
record TorchTensor(TorchStorage storage, long offset, List<Long> shape, List<Long> stride) implements PickleValue {

    /** Creates a tensor; an invalid view is refused. */
    static TorchTensor checked(
            TorchStorage storage, long offset, List<Long> shape, List<Long> stride, PickleInput input) {
        if (shape.size() != stride.size()) {
            throw input.damaged("a tensor of " + shape.size() + " dimensions with " + stride.size() + " strides");
        }
        String view = "a tensor of shape " + shape + ", stride " + stride + " and offset " + offset;
        if (offset < 0 || shape.stream().anyMatch(n -> n < 0) || stride.stream().anyMatch(n -> n < 0)) {
            throw input.damaged(view + " counts backwards");
        }
        try {
            long last = offset;
            long elements = 1;
            for (int i = 0; i < shape.size(); i++) {
                elements = Math.multiplyExact(elements, shape.get(i));
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape.get(i) - 1), stride.get(i)));
            }
            if (elements > 0 && last >= storage.elements()) {
                throw input.damaged(view + " ends outside of its storage of " + storage.elements() + " values");
            }
            if (elements > storage.elements()) {
                throw input.damaged(view + " repeats the " + storage.elements() + " values of its storage");
            }
        } catch (ArithmeticException overflow) {
            throw input.damaged(view + " has more elements than 2^63");
        }
        return new TorchTensor(storage, offset, List.copyOf(shape), List.copyOf(stride));
    }

    long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /**
     * Bytes of the file's content that must be passed over to read the tensor; in a deflated member, these start at its
     * first byte.
     */
    long bytesRead() {
        return storage.member().deflated()
                ? storage.member().size()
                : elements() * storage.type().bytes();
    }

    /** Whether the elements are contiguous in row-major order. */
    boolean isContiguous() {
        long expected = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            if (shape.get(i) != 1 && stride.get(i) != expected) {
                return false;
            }
            expected *= shape.get(i);
        }
        return true;
    }

    @Override
    public String kind() {
        return "tensor";
    }
}
