package org.virnuc.pipeline.cascade;

import java.util.Arrays;
import java.util.Locale;
import org.virnuc.calling.RecordScores;

/** Whose lead decides about a chunk: 0 is as unsure as can be, 1 as sure. */
public enum LeadRule {
    /** The chunk's own: it stays with the small model where that is sure of it, as virus or as others. */
    CHUNKS,
    /**
     * That of the record's most viral chunk, of others over virus: a chunk stays with the small model only in a record of which every scored
     * chunk is clearly others. So whatever might be viral is scored by the big model, and with it the whole record.
     */
    RECORDS;

    /** For each chunk of a record the lead that decides about it, by the scores of the small model; 0 where it has none. */
    public float[] leads(RecordScores record) {
        float[] leads = new float[record.chunks()];
        float least = 1;
        for (int chunk = 0; chunk < leads.length; chunk++) {
            if (record.isScored(chunk)) {
                float ahead = record.others(chunk) - record.virus(chunk);
                leads[chunk] = Math.abs(ahead);
                least = Math.min(least, Math.max(0, ahead));
            }
        }
        if (this == RECORDS) {
            Arrays.fill(leads, least);
        }
        return leads;
    }

    /** The word of the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The rule of a word.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static LeadRule of(String word) {
        return Arrays.stream(values())
                .filter(rule -> rule.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("`leadRule` " + word + " is not known; give chunks or records"));
    }
}
