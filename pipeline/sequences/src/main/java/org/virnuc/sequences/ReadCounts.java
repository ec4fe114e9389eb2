package org.virnuc.sequences;

import htsjdk.samtools.Cigar;
import htsjdk.samtools.CigarOperator;
import htsjdk.samtools.SAMRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts skipped records and unusual reads in read files. */
public final class ReadCounts {
    private static final int MOST_EXAMPLES = 5;

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<String>> first = new EnumMap<>(Kind.class);

    /** The kinds of records counted. */
    private enum Kind {
        /** An alternative alignment of a read; the read itself is in its primary record. */
        SECONDARY("secondary_alignments_left_out"),
        /** A part of a read that is already in its primary record. */
        SUPPLEMENTARY("supplementary_alignments_left_out"),
        WITHOUT_BASES("reads_without_bases_left_out"),
        WITHOUT_QUALITIES("reads_without_qualities"),
        HARD_CLIPPED("hard_clipped_reads"),
        QC_FAIL("qc_fail_reads"),
        DUPLICATE("duplicate_reads");

        private final String metric;

        Kind(String metric) {
            this.metric = metric;
        }
    }

    /**
     * Whether a record is a read and not a secondary or supplementary alignment, as in samtools fastq. Reads that
     * failed quality checks and duplicates are included.
     */
    public boolean isRead(SAMRecord record) {
        if (record.isSecondaryAlignment()) {
            add(Kind.SECONDARY);
            return false;
        }
        if (record.getSupplementaryAlignmentFlag()) {
            add(Kind.SUPPLEMENTARY);
            return false;
        }
        return true;
    }

    /** Whether a read has bases. Reads without bases are counted. */
    boolean hasBases(SAMRecord read) {
        if (read.getReadLength() == 0) {
            add(Kind.WITHOUT_BASES);
            return false;
        }
        return true;
    }

    /** Counts the unusual properties of a read. */
    void note(SAMRecord read) {
        if (read.getReadLength() > 0 && isHardClipped(read.getCigar())) {
            add(Kind.HARD_CLIPPED, read);
        }
        if (read.getReadFailsVendorQualityCheckFlag()) {
            add(Kind.QC_FAIL);
        }
        if (read.getDuplicateReadFlag()) {
            add(Kind.DUPLICATE);
        }
    }

    /** Counts a read that has bases but no qualities, for formats that write qualities. */
    void qualities(SAMRecord read) {
        if (read.getBaseQualities().length == 0) {
            add(Kind.WITHOUT_QUALITIES);
        }
    }

    public long secondary() {
        return of(Kind.SECONDARY);
    }

    public long supplementary() {
        return of(Kind.SUPPLEMENTARY);
    }

    /** Adds the counts of another file. */
    public void add(ReadCounts other) {
        other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
        other.first.forEach((kind, names) -> names.forEach(name -> example(kind, name)));
    }

    /** All nonzero counts, by their names in telemetry. */
    public Map<String, Long> metrics() {
        Map<String, Long> metrics = new LinkedHashMap<>();
        Arrays.stream(Kind.values())
                .filter(counts::containsKey)
                .forEach(kind -> metrics.put(kind.metric, counts.get(kind)));
        return metrics;
    }

    /** Reads of one kind: their number and the names of the first ones. */
    public record Found(long count, List<String> first) {}

    /** Hard-clipped reads, which are only partly in the file. */
    public Found hardClipped() {
        return new Found(of(Kind.HARD_CLIPPED), List.copyOf(first.getOrDefault(Kind.HARD_CLIPPED, List.of())));
    }

    private void add(Kind kind, SAMRecord read) {
        add(kind);
        example(kind, String.valueOf(read.getReadName()));
    }

    private void example(Kind kind, String name) {
        List<String> names = first.computeIfAbsent(kind, k -> new ArrayList<>());
        if (names.size() < MOST_EXAMPLES && !names.contains(name)) {
            names.add(name);
        }
    }

    /**
     * Builds a warning about a file. Empty if there is nothing to report.
     *
     * @param file the file's name in messages
     */
    public Optional<String> warning(String file) {
        List<String> found = new ArrayList<>();
        report(found, Kind.WITHOUT_BASES, "reads without bases in this file, left out: ");
        report(found, Kind.HARD_CLIPPED, "hard-clipped reads, whose cut-off bases are not in this file: ");
        report(found, Kind.WITHOUT_QUALITIES, "reads without qualities, written with quality B for each base: ");
        return found.isEmpty() ? Optional.empty() : Optional.of(file + ": " + String.join("; ", found));
    }

    private void report(List<String> found, Kind kind, String words) {
        if (of(kind) > 0) {
            found.add(words + of(kind));
        }
    }

    private long of(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    private void add(Kind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    private static boolean isHardClipped(@Nullable Cigar cigar) {
        return cigar != null
                && !cigar.isEmpty()
                && (cigar.getFirstCigarElement().getOperator() == CigarOperator.H
                        || cigar.getLastCigarElement().getOperator() == CigarOperator.H);
    }
}
