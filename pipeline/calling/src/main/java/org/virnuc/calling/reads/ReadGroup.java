package org.virnuc.calling.reads;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.virnuc.files.PublicApi;

/** Reads that can be written to a file of their own, by the calls of their contigs; ambiguous and unscored contigs are in neither. */
@PublicApi
public enum ReadGroup {
    VIRAL("virus", "Viral"),
    HOST("others", "Non-viral");

    private final String call;
    private final String broadCall;

    ReadGroup(String call, String broadCall) {
        this.call = call;
        this.broadCall = broadCall;
    }

    /**
     * Reads the words of the command line.
     *
     * @throws IllegalArgumentException naming the word that is not known
     */
    public static Set<ReadGroup> parse(String words) {
        Set<ReadGroup> groups = EnumSet.noneOf(ReadGroup.class);
        for (String word : words.split(",", -1)) {
            groups.add(Arrays.stream(values())
                    .filter(group -> group.word().equals(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "`written` " + word.strip() + " is not known; give viral, host or viral,host")));
        }
        return groups;
    }

    /** The groups as the command line names them, always in the same order. */
    public static String words(Set<ReadGroup> groups) {
        return groups.isEmpty()
                ? "none"
                : groups.stream().sorted().map(ReadGroup::word).collect(Collectors.joining(","));
    }

    /** Whether reads on a contig with this call, of either rule, belong here. */
    boolean holds(ReadLabel label) {
        return label.call().equals(call) || label.call().equals(broadCall);
    }

    /** The name of the count of its reads; those that begin with {@code reads_} add up to all. */
    public String countName() {
        return word() + "_reads";
    }

    /** Of pairs in FASTQ files; twice that, single reads and reads without bases are all of the group. */
    public String pairCountName() {
        return word() + "_read_pairs";
    }

    public String singleCountName() {
        return word() + "_reads_single";
    }

    public String withoutBasesCountName() {
        return word() + "_reads_without_bases";
    }

    /** As on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
