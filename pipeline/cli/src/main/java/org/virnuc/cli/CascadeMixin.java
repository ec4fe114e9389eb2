package org.virnuc.cli;

import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.cascade.LeadRule;
import org.virnuc.pipeline.run.ModelChoice;
import picocli.CommandLine.Option;

/** Options of {@code virnuc predict} for a cascade, in which the embedded model screens for a bigger one. */
@Section.Of(Section.MODEL)
final class CascadeMixin {
    @Option(
            names = "--cascade",
            fallbackValue = "true",
            description =
                    "Let virnuc-mini score all chunks first, and the model named only those that it is not sure of.")
    private boolean cascade;

    @Option(
            names = "--cascade-agreement",
            paramLabel = "SHARE",
            description = "With --cascade: the share of scored chunks that shall have the label of a run without it"
                    + " (default: " + CascadeOptions.DEFAULT_AGREEMENT + ").")
    private @Nullable String agreement;

    @Choices.Of(Choices.CASCADE_RULES)
    @Option(
            names = "--cascade-by",
            paramLabel = "RULE",
            description =
                    "With --cascade: chunks, each on its own, or records, all chunks of records that are not clearly others"
                            + " going to the model named (default: chunks).")
    private @Nullable String rule;

    /** Returns the chosen model, with a cascade if one was requested. */
    ModelChoice with(ModelChoice choice) {
        if (!cascade) {
            refuse("--cascade-agreement", agreement);
            refuse("--cascade-by", rule);
            return choice;
        }
        try {
            return choice.with(CascadeOptions.parse(
                    agreement == null ? CascadeOptions.DEFAULT_AGREEMENT : agreement,
                    rule == null ? LeadRule.CHUNKS.word() : rule));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void refuse(String option, @Nullable String value) {
        if (value != null) {
            throw new UsageException(
                    option + " says how a cascade is to be, and there is none; add --cascade, or leave it out");
        }
    }
}
