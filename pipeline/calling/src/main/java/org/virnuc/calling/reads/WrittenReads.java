package org.virnuc.calling.reads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.virnuc.files.PublicApi;

/**
 * Which reads are written to files of their own, and how.
 *
 * @param formats one or more where there are groups
 */
@PublicApi
public record WrittenReads(Set<ReadGroup> groups, Set<ReadFormat> formats) {
    /** No reads. */
    public static final WrittenReads NONE = new WrittenReads(Set.of(), Set.of());

    static final WrittenReads ALL = new WrittenReads(EnumSet.allOf(ReadGroup.class), EnumSet.allOf(ReadFormat.class));

    public WrittenReads {
        groups = Set.copyOf(groups);
        formats = Set.copyOf(formats);
        if (groups.isEmpty() != formats.isEmpty()) {
            throw new IllegalArgumentException("reads " + groups + " in formats " + formats);
        }
    }

    /**
     * Reads the words of the command line.
     *
     * @param groups of {@link ReadGroup}
     * @param formats of {@link ReadFormat}, with commas between
     * @throws IllegalArgumentException naming the word that is not known
     */
    public static WrittenReads parse(String groups, String formats) {
        Set<ReadFormat> parsed = EnumSet.noneOf(ReadFormat.class);
        for (String word : formats.split(",", -1)) {
            parsed.add(Arrays.stream(ReadFormat.values())
                    .filter(format -> format.word().equals(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "`formats` " + word.strip() + " is not known; give bam, fastq or bam,fastq")));
        }
        return new WrittenReads(ReadGroup.parse(groups), parsed);
    }

    /** The names of the files, always in the same order. */
    public List<String> fileNames() {
        List<String> names = new ArrayList<>();
        groups.stream()
                .sorted()
                .forEach(group -> formats.stream().sorted().forEach(format -> names.addAll(format.fileNames(group))));
        return names;
    }

    /** The formats as the command line names them, always in the same order. */
    public String formatWords() {
        return formats.stream().sorted().map(ReadFormat::word).collect(Collectors.joining(","));
    }
}
