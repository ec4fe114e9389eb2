package org.virnuc.models;

import java.util.Locale;

/** What a model part does in a run: encode DNA, encode proteins, or classify by the vectors of both. */
public enum ModelRole {
    DNA,
    PROTEIN,
    HEAD;

    /**
     * The word used on the command line, in reports and in cache names: {@code dna}, {@code protein} or {@code head}.
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role that has this word.
     *
     * @throws IllegalArgumentException if there is no such role
     */
    public static ModelRole of(String word) {
        for (ModelRole role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("role " + word + " is unknown; there are dna, protein, head");
    }
}
