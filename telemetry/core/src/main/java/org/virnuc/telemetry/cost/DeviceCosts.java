package org.virnuc.telemetry.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.virnuc.telemetry.CallUse;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageCost;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.UsageReport;

/** The costs that accrue by the hour: all devices held, from the start of the run to its end. */
final class DeviceCosts {
    private static final BigDecimal MICROS_PER_HOUR = BigDecimal.valueOf(3_600_000_000L);

    private final RunReport report;
    private final PricesUsed prices;

    DeviceCosts(RunReport report, PricesUsed prices) {
        this.report = report;
        this.prices = prices;
    }

    /** Adds the cost of the devices to the stages, and returns the cost of the time between stages. */
    CostSplit price(Map<String, String> devices, List<StageCost> stages) {
        CostSplit outside = CostSplit.ZERO;
        for (Map.Entry<String, String> device : devices.entrySet()) {
            DevicePrice price = prices.device(device.getKey(), device.getValue());
            if (price != null) {
                outside = outside.plus(share(device.getKey(), price, stages));
            }
        }
        return outside;
    }

    /** Returns what a device costs for {@code micros} microseconds. */
    static BigDecimal of(DevicePrice price, long micros) {
        return price.perHour()
                .multiply(BigDecimal.valueOf(micros))
                .divide(MICROS_PER_HOUR, Allocation.PLACES, RoundingMode.HALF_UP);
    }

    /**
     * Divides the cost of one device among the stages by time. Concurrent stages share the time in which they overlap.
     */
    private CostSplit share(String device, DevicePrice price, List<StageCost> stages) {
        long run = micros(report.wallSeconds());
        long[] weights = new long[stages.size() + 1];
        long inStages = 0;
        for (int i = 0; i < stages.size(); i++) {
            StageReport stage = report.stages().get(i);
            weights[i] = stage.executed() ? micros(stage.wallSeconds()) : 0;
            inStages += weights[i];
        }
        weights[stages.size()] = Math.max(0, run - inStages);
        List<BigDecimal> parts = Allocation.split(of(price, run), weights);
        for (int i = 0; i < stages.size(); i++) {
            stages.set(i, withDevice(stages.get(i), device, weights[i], parts.get(i)));
        }
        BigDecimal none = BigDecimal.ZERO;
        return CostSplit.of(none, none, parts.get(stages.size()), none, none);
    }

    /**
     * Divides a stage's part of the cost by what the device did. Time that calls do not account for was loading, waste
     * or idleness.
     */
    private static StageCost withDevice(StageCost stage, String device, long wall, BigDecimal part) {
        long wasted = Math.min(wall, micros(stage.wastedSeconds()));
        long load = Math.min(wall - wasted, micros(stage.loadSeconds()));
        long retried = Math.min(wall - wasted - load, busy(stage, device, CallUse.RETRIED));
        long compute = Math.min(wall - wasted - load - retried, busy(stage, device, CallUse.COMPUTE));
        long idle = wall - wasted - load - retried - compute;
        List<BigDecimal> shares = Allocation.split(part, compute, load, retried, wasted, idle);
        List<UsageReport> rows = new ArrayList<>(stage.usage());
        addToRows(rows, device, CallUse.COMPUTE, shares.get(0), 0);
        addToRows(rows, device, CallUse.RETRIED, shares.get(2), 0);
        addToRows(rows, device, CallUse.WASTED, shares.get(3), wasted);
        CostSplit cost = Objects.requireNonNull(stage.cost())
                .plus(CostSplit.of(shares.get(0), shares.get(1), shares.get(4), shares.get(2), shares.get(3)));
        return new StageCost(stage.id(), rows, stage.loadSeconds(), stage.wastedSeconds(), cost);
    }

    /**
     * Divides an amount among the calls with one device and use. The part of {@code among} microseconds that calls do
     * not cover is not assigned to any of them.
     */
    private static void addToRows(List<UsageReport> rows, String device, CallUse use, BigDecimal amount, long among) {
        long[] weights = new long[rows.size() + 1];
        long sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            UsageReport row = rows.get(i);
            weights[i] = row.device().equals(device) && row.use() == use ? micros(row.busySeconds()) : 0;
            sum += weights[i];
        }
        if (sum == 0) {
            return;
        }
        weights[rows.size()] = Math.max(0, among - sum);
        List<BigDecimal> parts = Allocation.split(amount, weights);
        for (int i = 0; i < rows.size(); i++) {
            if (weights[i] > 0) {
                BigDecimal before = Objects.requireNonNullElse(rows.get(i).cost(), BigDecimal.ZERO);
                rows.set(i, rows.get(i).withCost(CostSplit.plain(before.add(parts.get(i)))));
            }
        }
    }

    private static long busy(StageCost stage, String device, CallUse use) {
        return stage.usage().stream()
                .filter(row -> row.device().equals(device) && row.use() == use)
                .mapToLong(row -> micros(row.busySeconds()))
                .sum();
    }

    private static long micros(double seconds) {
        return Math.round(seconds * 1e6);
    }
}
