package org.virnuc.engine.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.StageId;
import org.virnuc.engine.UsageException;
import org.virnuc.files.PublicApi;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunPrices;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.cost.CostCap;
import org.virnuc.telemetry.cost.CostCapException;
import org.virnuc.telemetry.cost.CostLimit;
import org.virnuc.telemetry.cost.CostMeter;
import org.virnuc.telemetry.cost.PriceSheet;
import org.virnuc.telemetry.cost.PriceSheets;

/** The cost of a run over all attempts in its directory, and the check against its cost cap. */
public final class RunCosts {
    /** No prices and no cost cap. */
    static final RunCosts NONE = new RunCosts();

    private static final Logger LOG = LoggerFactory.getLogger(RunCosts.class);

    private final @Nullable PipelineTelemetry telemetry;
    private final @Nullable CostCap cap;
    private final @Nullable SpendLedger ledger;

    private RunCosts() {
        telemetry = null;
        cap = null;
        ledger = null;
    }

    private RunCosts(PipelineTelemetry telemetry, CostCap cap, SpendLedger ledger) {
        this.telemetry = telemetry;
        this.cap = cap;
        this.ledger = ledger;
    }

    /**
     * Prices and cost cap of a run.
     *
     * @param prices null for the built-in price sheet
     */
    @PublicApi
    public record Budget(@Nullable PriceSheet prices, CostLimit limit) {
        /** Built-in prices; no cost cap for local models. */
        public static final Budget DEFAULT = new Budget(null, CostLimit.DEFAULT);
    }

    /** An amount spent in a run directory. */
    public record Spent(BigDecimal cost, String currency) {}

    /** The total cost of all attempts in a directory so far. Empty if they cost nothing. */
    public static Optional<Spent> spentIn(Path runDirectory) throws IOException {
        SpendLedger ledger = SpendLedger.in(runDirectory.resolve(RunDirectory.WORK));
        return Optional.ofNullable(ledger.earlier()).map(earlier -> new Spent(earlier.cost(), ledger.currency()));
    }

    /**
     * Counts what other processes have spent on a run as spent in its directory, and checks the cost cap.
     *
     * @param name of these processes; what was counted before under this name is replaced
     * @throws CostCapException if all together have reached the cap
     */
    public static void count(Path runDirectory, String name, BigDecimal cost, Budget budget) throws IOException {
        String currency = sheet(budget).currency();
        SpendLedger ledger = SpendLedger.in(runDirectory.resolve(RunDirectory.WORK));
        if (ledger.spentIn(currency) == null) {
            ledger.forget();
        }
        if (cost.signum() > 0) {
            ledger.set(name, cost, currency);
        }
        BigDecimal limit = budget.limit.local();
        CostReport.Earlier spent = ledger.earlier();
        if (limit != null && spent != null && spent.cost().compareTo(limit) >= 0) {
            throw new CostCapException("the cost cap of " + limit.toPlainString() + " " + currency + " is reached: "
                    + spent.cost().toPlainString() + " " + currency + " were spent, of which "
                    + CostSplit.plain(cost).toPlainString() + " by " + name
                    + "; finished work is kept, and the same command with a higher `costLimit` goes on");
        }
    }

    /** The price sheet of a budget, the built-in one if it names none. */
    public static PriceSheet sheet(Budget budget) {
        return budget.prices == null ? PriceSheets.builtIn() : budget.prices;
    }

    /**
     * Adds costs to the reports of a run, continuing from the total of earlier attempts in the directory.
     *
     * @param devices devices that the run occupies from start to end
     * @throws UsageException if the cost cap cannot be enforced because earlier attempts were priced in another
     *     currency
     */
    public static RunCosts of(RunDirectory directory, PipelineTelemetry telemetry, Budget budget, List<String> devices)
            throws IOException {
        PriceSheet sheet = sheet(budget);
        SpendLedger ledger = SpendLedger.open(directory);
        BigDecimal earlier = ledger.spentIn(sheet.currency());
        if (earlier == null) {
            if (budget.limit.local() != null) {
                throw new UsageException(directory.root() + " holds attempts that were priced in " + ledger.currency()
                        + ", and this price sheet is in " + sheet.currency()
                        + ", so that a cost cap could not count them; give a sheet in " + ledger.currency()
                        + ", or `force` to start afresh");
            }
            LOG.warn(
                    "earlier attempts were priced in {}, this one is in {}; they are not counted",
                    ledger.currency(),
                    sheet.currency());
            ledger.forget();
            earlier = BigDecimal.ZERO;
        }
        Map<String, String> types = DeviceTypes.of(devices);
        CostCap cap = new CostCap(
                        budget.limit,
                        new CostCap.Spending(sheet, types, earlier, telemetry::elapsedSeconds),
                        (message, percent, spent, limit) -> {
                            LOG.warn("{}", message);
                            telemetry.event(
                                    EventClass.COST_CONTROL,
                                    Severity.WARNING,
                                    message,
                                    Map.of(
                                            "percent",
                                            percent,
                                            "spent",
                                            spent.toPlainString(),
                                            "limit",
                                            limit.toPlainString()));
                        })
                .stoppedBefore(ledger.stoppedBy());
        if (budget.limit.local() != null && !cap.canBeReached()) {
            LOG.warn(
                    "the cost cap of {} {} has no effect: the price of {} is 0; give your prices with `prices`",
                    budget.limit.local().toPlainString(),
                    sheet.currency(),
                    String.join(", ", devices));
        }
        CostReport.@Nullable Earlier before = ledger.earlier();
        CostMeter meter = new CostMeter(sheet);
        telemetry.price(types, new CappedPrices(meter, before, cap));
        return new RunCosts(telemetry, cap, ledger);
    }

    /** Prices of a run that also say what earlier attempts have spent and how far the cap is. */
    private record CappedPrices(CostMeter meter, CostReport.@Nullable Earlier earlier, CostCap cap)
            implements RunPrices {
        @Override
        public RunReport price(RunReport report) {
            return complete(meter.price(report), earlier, cap);
        }

        @Override
        public @Nullable BigDecimal cost(ModelCall call, @Nullable String deviceType, long busyNanos) {
            return meter.cost(call, deviceType, busyNanos);
        }
    }

    private static RunReport complete(RunReport report, CostReport.@Nullable Earlier earlier, CostCap cap) {
        CostReport costs = Objects.requireNonNull(report.costs());
        BigDecimal total = Objects.requireNonNullElse(report.totals().cost(), BigDecimal.ZERO);
        return report.withCosts(
                report.totals(), report.stages(), report.pricing(), costs.within(earlier, cap.report(total)));
    }

    /** The cost of a stage in the run that computed it; null if unknown. */
    @Nullable BigDecimal original(StageId id, String runId) {
        return ledger == null ? null : ledger.original(id, runId);
    }

    /** Checks the cost cap before and during work that is not split into batches, such as loading a model. */
    public void check() {
        if (cap != null) {
            cap.check();
        }
    }

    void before(CostCap.Request request) {
        if (cap != null) {
            cap.before(request);
        }
    }

    void after(ModelCall call, long size) {
        if (cap != null) {
            cap.after(call, size);
        }
    }

    /** Saves the cost so far for later attempts. */
    public void save() {
        if (ledger != null && telemetry != null) {
            ledger.save(telemetry.snapshot());
        }
    }
}
