package org.virnuc.report;

import java.util.Map;
import java.util.Optional;
import org.virnuc.calling.reads.ReadGroup;
import org.virnuc.calling.reads.ReadLabelFiles;

/**
 * The reads of an alignment by the call of the record that they lie on.
 *
 * @param all of them
 * @param viral those on records called virus
 * @param host those on records called others
 * @param labelled those with a call of any kind
 */
public record CalledReadCounts(long all, long viral, long host, long labelled) {
    public CalledReadCounts {
        if (viral < 0 || host < 0 || viral + host > labelled || labelled > all) {
            throw new IllegalArgumentException(all + " reads, of which " + labelled + " with a call, " + viral
                    + " viral and " + host + " host, do not add up");
        }
    }

    /** Those of a run's outcome; empty where it had no reads. */
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

    /** Those whose record is called neither: ambiguous, or unscored. */
    long neither() {
        return labelled - viral - host;
    }

    long withoutCall() {
        return all - labelled;
    }
}
