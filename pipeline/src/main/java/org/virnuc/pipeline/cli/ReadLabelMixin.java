package org.virnuc.pipeline.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.virnuc.pipeline.ReadOptions;
import org.virnuc.pipeline.UsageException;
import org.virnuc.pipeline.reads.ReadGroup;
import picocli.CommandLine.Option;

/** The options of {@code virnuc predict} about reads that were aligned to its input. */
final class ReadLabelMixin {
    @Option(
            names = "--reads",
            paramLabel = "BAM",
            description =
                    "BAM, CRAM or SAM of reads that were aligned to INPUT: gives every read the call of its contig, in"
                            + " read_labels.tsv and read_labels.parquet.")
    private @Nullable Path aligned;

    @Option(
            names = "--write-reads",
            paramLabel = "LIST",
            description = "With --reads, also reads_viral.bam and reads_host.bam: viral, host, or both with a comma"
                    + " between.")
    private @Nullable String written;

    /**
     * What was asked for.
     *
     * @param others what else is said about reads
     * @param sheet whether the inputs are those of a sample sheet
     */
    ReadOptions options(ReadOptions others, boolean sheet) {
        if (sheet && aligned != null) {
            throw new UsageException("--reads belongs to one input, and " + SampleOption.NAME
                    + " names several; run virnuc predict INPUT --reads BAM for each sample");
        }
        try {
            return new ReadOptions(
                    others.reference(),
                    Optional.ofNullable(aligned),
                    written == null ? Set.of() : ReadGroup.parse(written));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
