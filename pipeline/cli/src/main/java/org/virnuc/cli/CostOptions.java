package org.virnuc.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.telemetry.cost.CostLimit;
import org.virnuc.telemetry.cost.PriceSheet;
import org.virnuc.telemetry.cost.PriceSheets;
import picocli.CommandLine.Option;

/** Options about costs. */
@Section.Of(Section.COST)
final class CostOptions {
    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Price sheet in YAML, over ~/.config/virnuc/prices.yaml and the built-in one.")
    private @Nullable Path prices;

    @Option(
            names = "--cost-cap",
            paramLabel = "AMOUNT|none",
            description = "Stop before all attempts in the run directory together cost more, in the currency of the"
                    + " price sheet; exit code 5 (default: none for local models).")
    private @Nullable String costCap;

    /** Adds the requested price sheet, which is read. */
    void addTo(NamedFiles files) {
        Optional.ofNullable(prices).ifPresent(file -> files.reads("the price sheet", file));
    }

    /** Prices and cost cap of the run. */
    RunCosts.Budget plan() {
        PriceSheet sheet = PriceSheets.inForce(prices, System.getenv());
        return new RunCosts.Budget(sheet.withSources(RedactedLayout.redactor()::text), limit());
    }

    private CostLimit limit() {
        if (costCap == null) {
            return CostLimit.DEFAULT;
        }
        try {
            return CostLimit.parse(costCap);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--cost-cap " + e.getMessage(), e);
        }
    }
}
