package org.virnuc.pipeline.shards;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.pipeline.run.TelemetryFiles;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.cost.CostMeter;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

/**
 * What all attempts at the shards of a plan have cost so far, lost ones too, as far as their reports say. An attempt that had a
 * share of a machine only costs that share.
 */
public final class ShardCosts {
    /** In the environment of an attempt's report: the share of its machine that it had, such as 0.25. */
    public static final String SHARE = "machine_share";

    private static final String NAME = "shards";

    private final ShardPlan plan;
    private final RunCosts.Budget budget;
    private final CostMeter meter;
    private final Map<Integer, BigDecimal> finished = new TreeMap<>();

    /** Creates the costs of a plan's shards, by the prices of a budget. */
    public ShardCosts(ShardPlan plan, RunCosts.Budget budget) {
        this.plan = plan;
        this.budget = budget;
        this.meter = new CostMeter(RunCosts.sheet(budget));
    }

    /**
     * Counts all attempts as spent in the folder of the plan.
     *
     * @throws org.virnuc.telemetry.cost.CostCapException if the cost cap is reached; what was computed is kept
     */
    public synchronized void check() throws IOException {
        RunCosts.count(plan.folder(), NAME, spent(), budget);
    }

    private BigDecimal spent() throws IOException {
        BigDecimal sum = BigDecimal.ZERO;
        for (int shard = 1; shard <= plan.shards(); shard++) {
            Path folder = plan.results().resolve(ShardResult.folderName(shard));
            if (!finished.containsKey(shard) && Files.isRegularFile(folder.resolve(ShardResult.NAME))) {
                finished.put(shard, cost(folder));
            }
            sum = sum.add(finished.getOrDefault(shard, BigDecimal.ZERO));
        }
        for (LostAttempt attempt : LostAttempt.of(plan)) {
            sum = sum.add(cost(attempt.folder(plan)));
        }
        return sum;
    }

    private BigDecimal cost(Path attempt) {
        try {
            RunReport report = meter.price(JsonReport.read(attempt.resolve(TelemetryFiles.JSON_FILE)));
            BigDecimal whole = Objects.requireNonNullElse(report.totals().cost(), BigDecimal.ZERO);
            return whole.multiply(new BigDecimal(report.environment().getOrDefault(SHARE, "1")));
        } catch (ReportException | NumberFormatException nothingReportedYet) {
            return BigDecimal.ZERO;
        }
    }
}
