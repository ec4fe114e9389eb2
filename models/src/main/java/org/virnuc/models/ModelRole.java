package org.virnuc.models;

import java.util.Locale;

/** What a model part does in a run: encode DNA, encode proteins, or score the vectors of both. */
public enum ModelRole {
    DNA,
    PROTEIN,
    HEAD;

    /** The word of the command line, of reports and of names in the cache: {@code dna}, {@code protein}, {@code head}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role of a word.
     *
     * @throws IllegalArgumentException where no role has this word
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
