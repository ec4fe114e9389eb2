package org.virnuc.models.store;

import java.util.List;

/**
 * What was found of one model's files.
 *
 * @param files checked
 * @param bytes read
 * @param damages one line each, naming the file; empty where all is as it was
 */
public record Verification(String name, int files, long bytes, List<String> damages) {
    public Verification {
        damages = List.copyOf(damages);
    }
}
