package org.virnuc.pipeline.cascade;

import java.util.Arrays;
import java.util.Locale;
import org.virnuc.files.PublicApi;

/** The lead that decides which model scores a chunk. A lead of 0 means undecided, 1 means certain. */
@PublicApi
public enum LeadRule {
    /** The chunk's own lead: the chunk stays with the small model if that is certain, whether of virus or of others. */
    CHUNKS,
    /**
     * The lead of others over virus in the record's most viral chunk. A chunk stays with the small model only if every
     * scored chunk of its record is clearly others. The big model therefore scores whole records that might be viral.
     */
    RECORDS;

    /** The rule's name in requests and files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the rule with this name.
     *
     * @throws IllegalArgumentException naming the valid rules
     */
    public static LeadRule of(String word) {
        return Arrays.stream(values())
                .filter(rule -> rule.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("`leadRule` " + word + " is not known; give chunks or records"));
    }
}
