package org.virnuc.pipeline.stages;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.virnuc.calling.reads.ReadGroup;
import org.virnuc.calling.reads.ReadLabelFiles;
import org.virnuc.calling.reads.ReadReason;

/**
 * The files of labelled reads and their counts.
 *
 * @param files files by their names in the run directory
 * @param outcome reads, and of those labelled and each reason; viral and host reads; alignments that were left out
 */
public record ReadLabels(Map<String, Path> files, Map<String, Long> outcome) {
    static final String ALIGNMENTS = "alignments";
    static final String SECONDARY = "secondary_alignments_left_out";
    static final String SUPPLEMENTARY = "supplementary_alignments_left_out";

    /** Puts the counts of a manifest in order, and checks that no read is missing. */
    static Map<String, Long> ordered(Map<String, Long> counts) {
        Map<String, Long> outcome = new LinkedHashMap<>();
        long reads = copy(ReadLabelFiles.READS, counts, outcome);
        long accounted = copy(ReadLabelFiles.LABELLED, counts, outcome);
        for (ReadReason reason : ReadReason.values()) {
            accounted += copy(reason.countName(), counts, outcome);
        }
        for (ReadGroup group : ReadGroup.values()) {
            checkFiles(group, copy(group.countName(), counts, outcome), counts, outcome);
        }
        long alignments = reads + copy(SECONDARY, counts, outcome) + copy(SUPPLEMENTARY, counts, outcome);
        if (accounted != reads || alignments != required(ALIGNMENTS, counts)) {
            throw new IllegalStateException("read-labels: reads do not add up: " + counts);
        }
        return outcome;
    }

    /** Checks that each read of a group is in a FASTQ file or has no bases, if FASTQ files are written. */
    private static void checkFiles(ReadGroup group, long reads, Map<String, Long> counts, Map<String, Long> outcome) {
        if (counts.containsKey(group.pairCountName())
                && 2 * copy(group.pairCountName(), counts, outcome)
                                + copy(group.singleCountName(), counts, outcome)
                                + copy(group.withoutBasesCountName(), counts, outcome)
                        != reads) {
            throw new IllegalStateException("read-labels: reads in FASTQ files do not add up: " + counts);
        }
    }

    private static long copy(String name, Map<String, Long> counts, Map<String, Long> outcome) {
        long count = required(name, counts);
        outcome.put(name, count);
        return count;
    }

    private static long required(String name, Map<String, Long> counts) {
        return Objects.requireNonNull(counts.get(name), () -> "read-labels has no count " + name);
    }
}
