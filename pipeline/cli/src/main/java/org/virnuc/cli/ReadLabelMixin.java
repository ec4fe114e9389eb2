package org.virnuc.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.reads.WrittenReads;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.ReadOptions;
import picocli.CommandLine.Option;

/** Options of {@code virnuc predict} about reads that were aligned to its input. */
@Section.Of(Section.OUTPUT)
final class ReadLabelMixin {
    private static final String DEFAULT_FORMAT = "bam";

    @Section.Of(Section.INPUT)
    @Option(
            names = "--reads",
            paramLabel = "BAM",
            description =
                    "BAM, CRAM or SAM of reads that were aligned to INPUT: gives every read the call of its contig, in"
                            + " read_labels.tsv and read_labels.parquet.")
    private @Nullable Path aligned;

    @Choices.Of(Choices.READ_GROUPS)
    @Option(
            names = "--write-reads",
            paramLabel = "LIST",
            description =
                    "With --reads, also the reads of viral or host contigs, in files of their own: viral, host, or"
                            + " both with a comma between.")
    private @Nullable String written;

    @Choices.Of(Choices.READ_FORMATS)
    @Option(
            names = "--reads-format",
            paramLabel = "LIST",
            description = "How --write-reads writes: bam (the default: reads_viral.bam), fastq"
                    + " (reads_viral_1.fastq.gz, _2 and _single), or both with a comma between.")
    private @Nullable String format;

    /**
     * The requested read options.
     *
     * @param others the other options about reads
     * @param sheet whether the inputs come from a sample sheet
     */
    ReadOptions options(ReadOptions others, boolean sheet) {
        if (sheet && aligned != null) {
            throw new UsageException("--reads belongs to one input, and " + SampleOption.NAME
                    + " names several; run virnuc predict INPUT --reads BAM for each sample");
        }
        if (format != null && written == null) {
            throw new UsageException("--reads-format goes with --write-reads: say which reads, viral, host or both");
        }
        try {
            return new ReadOptions(
                    others.reference(),
                    Optional.ofNullable(aligned),
                    written == null
                            ? WrittenReads.NONE
                            : WrittenReads.parse(written, format == null ? DEFAULT_FORMAT : format),
                    others.strict());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
