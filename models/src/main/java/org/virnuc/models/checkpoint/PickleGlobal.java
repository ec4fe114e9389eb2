package org.virnuc.models.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * An allowed name in a pickle: it marks what to build, and never refers to a class or function of this JVM.
 *
 * @param name module and name, as in {@code collections.OrderedDict}
 * @param element the element type; null except for storages
 */
record PickleGlobal(Role role, String name, @Nullable ElementType element) implements PickleValue {

    /** What a call of the name, or an object of that class, is turned into. */
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
