package org.virnuc.telemetry.history;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run is about, as users and programs see it.
 *
 * @param input what was read, for example {@code demo.fna} or {@code 3 files: a.fna, b.fna, c.fna}; null if unknown
 * @param parentRunId id of the run of the sample sheet to which this run belongs; null if it belongs to none
 * @param label name, tags and note given by users
 */
public record RunDescription(@Nullable String input, @Nullable String parentRunId, Label label) {
    /** Nothing is known. */
    public static final RunDescription NONE = new RunDescription(null, null, Label.NONE);

    /**
     * Name, tags and note of a run, which users may change at any time.
     *
     * @param name name by which the run can be found; null if it has none
     * @param tags tags in the order in which they were given, each once
     * @param note a sentence for people; null if there is none
     */
    public record Label(@Nullable String name, List<String> tags, @Nullable String note) {
        /** No name, no tags and no note. */
        public static final Label NONE = new Label(null, List.of(), null);

        public Label {
            for (String tag : tags) {
                if (tag.isBlank() || tag.contains(",") || !tag.strip().equals(tag)) {
                    throw new IllegalArgumentException(
                            "tag \"" + tag + "\" is blank, or has a comma or blanks around it");
                }
            }
            tags = List.copyOf(new LinkedHashSet<>(tags));
        }

        /** Returns whether there is no name, tag or note. */
        public boolean isEmpty() {
            return equals(NONE);
        }

        /**
         * Returns a copy with changes.
         *
         * @param newName new name; empty to remove it, null to keep it
         * @param added tags to add
         * @param removed tags to remove
         * @param newNote new note; empty to remove it, null to keep it
         */
        public Label changed(
                @Nullable String newName, List<String> added, List<String> removed, @Nullable String newNote) {
            Set<String> all = new LinkedHashSet<>(tags);
            all.addAll(added);
            removed.forEach(all::remove);
            return new Label(replaced(name, newName), List.copyOf(all), replaced(note, newNote));
        }

        private static @Nullable String replaced(@Nullable String old, @Nullable String other) {
            return other == null ? old : other.isEmpty() ? null : other;
        }

        /** Returns the tags as the history file has them. */
        String joinedTags() {
            return String.join(",", tags);
        }

        /** Returns a label from the columns of the history file. */
        static Label of(@Nullable String name, String joinedTags, @Nullable String note) {
            return new Label(name, joinedTags.isEmpty() ? List.of() : List.of(joinedTags.split(",", -1)), note);
        }
    }

    /** Returns a copy with another label. */
    public RunDescription with(Label other) {
        return new RunDescription(input, parentRunId, other);
    }
}
