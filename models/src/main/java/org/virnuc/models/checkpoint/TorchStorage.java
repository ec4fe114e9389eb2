package org.virnuc.models.checkpoint;

/**
 * A block of raw values that tensors are views of: one member of the zip file.
 *
 * @param elements number of values, which agrees with the member's size
 */
record TorchStorage(ElementType type, ZipMember member, long elements) implements PickleValue {

    @Override
    public String kind() {
        return "storage";
    }
}
