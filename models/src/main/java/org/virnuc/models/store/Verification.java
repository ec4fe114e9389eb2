package org.virnuc.models.store;

import java.util.List;

/**
 * The result of checking one model's files.
 *
 * @param files number of files checked
 * @param bytes bytes read
 * @param damages one line per damaged file, naming it; empty if all files are unchanged
 */
public record Verification(String name, int files, long bytes, List<String> damages) {
    public Verification {
        damages = List.copyOf(damages);
    }
}
