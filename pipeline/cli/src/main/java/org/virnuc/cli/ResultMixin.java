package org.virnuc.cli;

import org.virnuc.calling.ResultOptions;
import org.virnuc.engine.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options of {@code virnuc predict} about the result files. */
@Section.Of(Section.CALLS)
final class ResultMixin {
    @Choices.Of(Choices.CALL_RULES)
    @Option(
            names = "--calls",
            paramLabel = "RULE",
            defaultValue = "default",
            description = "How contig_calls.tsv calls a record: default, or broad as in viral-ngs"
                    + " (default: ${DEFAULT-VALUE}).")
    private String calls = "default";

    @Section.Of(Section.OUTPUT)
    @Choices.Of(Choices.WRITTEN)
    @Option(
            names = "--write",
            paramLabel = "LIST",
            defaultValue = "viral,regions",
            description =
                    "What to write beside the tables: viral, host, regions, chunks (the scores of every chunk), scores"
                            + " (those of every frame, scores.parquet), with commas between, or none"
                            + " (default: ${DEFAULT-VALUE}).")
    private String write = "viral,regions";

    @Option(
            names = "--min-length",
            paramLabel = "BASES",
            defaultValue = "" + ResultOptions.DEFAULT_MIN_LENGTH,
            description = "Records of fewer bases are scored, but not called: they count as unscored; 0 calls all"
                    + " (default: ${DEFAULT-VALUE}).")
    private int minLength = ResultOptions.DEFAULT_MIN_LENGTH;

    @CommandLine.Mixin
    private ConfidenceMixin confidence = new ConfidenceMixin();

    /** The requested result options. */
    ResultOptions options() {
        try {
            return ResultOptions.parse(calls, write).with(confidence.options()).from(minLength);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
