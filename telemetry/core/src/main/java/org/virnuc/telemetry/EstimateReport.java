package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run was expected to take before it began, and what it took.
 *
 * @param madeAt when it was estimated
 * @param seconds of the run's wall time
 * @param tokens of all model calls
 * @param cost null where nothing had a price
 * @param notCompared why there is nothing to compare with; null where there is, and while the run goes on
 */
public record EstimateReport(
        Instant madeAt, Figure seconds, Figure tokens, @Nullable Money cost, @Nullable String notCompared) {
    public EstimateReport {
        Checks.present(madeAt, "estimate.made_at");
        Checks.present(seconds, "estimate.seconds");
        Checks.present(tokens, "estimate.tokens");
    }

    /**
     * A figure, and between what it was expected.
     *
     * @param actual null where it is not known, or not of a run like the one that was estimated
     * @param within whether it is between low and high; null where it is not known
     */
    public record Figure(double low, double expected, double high, @Nullable Double actual, @Nullable Boolean within) {
        public Figure {
            if (!(low >= 0 && low <= expected && expected <= high)) {
                throw new IllegalArgumentException("estimate: " + expected + " is not between " + low + " and " + high);
            }
        }

        /** An estimate that nothing is known of yet. */
        public static Figure expected(double low, double expected, double high) {
            return new Figure(low, expected, high, null, null);
        }

        private Figure against(double found) {
            return new Figure(low, expected, high, found, low <= found && found <= high);
        }

        private Figure open() {
            return expected(low, expected, high);
        }
    }

    /** The same of an amount of money. */
    public record Money(
            String currency,
            BigDecimal low,
            BigDecimal expected,
            BigDecimal high,
            @Nullable BigDecimal actual,
            @Nullable Boolean within) {
        public Money {
            Checks.text(currency, "estimate.cost.currency");
            if (low.signum() < 0 || low.compareTo(expected) > 0 || expected.compareTo(high) > 0) {
                throw new IllegalArgumentException("estimate: " + expected + " is not between " + low + " and " + high);
            }
        }

        /** An estimate that nothing is known of yet. */
        public static Money expected(String currency, BigDecimal low, BigDecimal expected, BigDecimal high) {
            return new Money(currency, low, expected, high, null, null);
        }

        private Money against(@Nullable BigDecimal found, @Nullable String foundIn) {
            return found == null || !currency.equals(foundIn)
                    ? open()
                    : new Money(
                            currency,
                            low,
                            expected,
                            high,
                            found,
                            low.compareTo(found) <= 0 && found.compareTo(high) <= 0);
        }

        private Money open() {
            return expected(currency, low, expected, high);
        }
    }

    /** The estimate beside what the run took, as far as it can be compared: the estimate is of a whole run that begins afresh. */
    public EstimateReport against(RunReport run) {
        String reason = reason(run);
        if (run.status() == RunStatus.RUNNING || reason != null) {
            return new EstimateReport(madeAt, seconds.open(), tokens.open(), cost == null ? null : cost.open(), reason);
        }
        RunReport.Totals totals = run.totals();
        return new EstimateReport(
                madeAt,
                seconds.against(run.wallSeconds()),
                tokens.against((double) totals.tokens()),
                cost == null ? null : cost.against(totals.cost(), totals.currency()),
                null);
    }

    private static @Nullable String reason(RunReport run) {
        if (run.status() == RunStatus.RUNNING) {
            return null;
        }
        if (run.status() != RunStatus.DONE) {
            return "the run has not come to its end";
        }
        long skipped = run.stages().stream()
                .map(StageReport::original)
                .filter(Objects::nonNull)
                .count();
        return skipped == 0
                ? null
                : skipped + (skipped == 1 ? " stage was" : " stages were")
                        + " taken from a checkpoint, and the estimate is of a run that begins afresh";
    }
}
