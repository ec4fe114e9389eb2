package org.virnuc.models.engine;

import java.util.List;
import java.util.Optional;

/**
 * The devices that were chosen for a run.
 *
 * @param names {@code cpu}, or GPUs such as {@code cuda:0}
 * @param reason why these, in words
 * @param unused why a GPU of this machine is not used although nobody has forbidden it, and what mends it; empty if none
 *     is left out
 */
record DeviceSelection(List<String> names, String reason, Optional<String> unused) {
    DeviceSelection {
        names = List.copyOf(names);
    }
}
