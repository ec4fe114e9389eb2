package org.virnuc.models.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * An allowed name that a pickle refers to: a marker of what to build, never a class or function of this JVM.
 *
 * @param name module and name, as in {@code collections.OrderedDict}
 * @param element the element type, for storages only
 */
record PickleGlobal(Role role, String name, @Nullable ElementType element) implements PickleValue {

    /** What a call of the name, or an object of it, comes to. */
    enum Role {
        ORDERED_DICT,
        DICT,
        LIST,
        TUPLE,
        SET,
        SIZE,
        DEVICE,
        DTYPE,
        STORAGE,
        TENSOR,
        PARAMETER,
        NAMESPACE,
        MODULE
    }

    @Override
    public String kind() {
        return name;
    }
}
