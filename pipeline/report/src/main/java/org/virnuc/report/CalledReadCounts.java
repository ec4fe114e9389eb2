package org.virnuc.report;

import java.util.Map;
import java.util.Optional;
import org.virnuc.calling.reads.ReadGroup;
import org.virnuc.calling.reads.ReadLabelFiles;

/**
 * The reads of an alignment by the call of the record that they lie on.
 *
 * @param all number of reads
 * @param viral number of reads on records called virus
 * @param host number of reads on records called others
 * @param labelled number of reads with any call
 */
public record CalledReadCounts(long all, long viral, long host, long labelled) {
    public CalledReadCounts {
        if (viral < 0 || host < 0 || viral + host > labelled || labelled > all) {
            throw new IllegalArgumentException(all + " reads, of which " + labelled + " with a call, " + viral
                    + " viral and " + host + " host, do not add up");
        }
    }

    /** The counts in a run's outcome; empty for a run without reads. */
    public static Optional<CalledReadCounts> of(Map<String, Long> outcome) {
        Long all = outcome.get(ReadLabelFiles.READS);
        return all == null
                ? Optional.empty()
                : Optional.of(new CalledReadCounts(
                        all,
                        outcome.getOrDefault(ReadGroup.VIRAL.countName(), 0L),
                        outcome.getOrDefault(ReadGroup.HOST.countName(), 0L),
                        outcome.getOrDefault(ReadLabelFiles.LABELLED, 0L)));
    }

    /** The number of reads on records called neither: ambiguous or unscored. */
    long neither() {
        return labelled - viral - host;
    }

    long withoutCall() {
        return all - labelled;
    }
}
