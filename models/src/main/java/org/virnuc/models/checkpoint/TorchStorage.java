package org.virnuc.models.checkpoint;

/**
 * The memory that tensors are views of: one zip member of raw values.
 *
 * @param elements how many values; the member's size says the same
 */
record TorchStorage(ElementType type, ZipMember member, long elements) implements PickleValue {

    @Override
    public String kind() {
        return "storage";
    }
}
