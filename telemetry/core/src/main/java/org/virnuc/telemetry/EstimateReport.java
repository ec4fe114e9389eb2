package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * An estimate made before a run, and what the run really took.
 *
 * @param madeAt when the estimate was made
 * @param seconds wall time of the run, in seconds
 * @param tokens tokens of all model calls
 * @param cost estimated cost; null if nothing had a price
 * @param notCompared why the run cannot be compared with the estimate; null if it can, or if it is still running
 */
@PublicApi
public record EstimateReport(
        Instant madeAt, Figure seconds, Figure tokens, @Nullable Money cost, @Nullable String notCompared) {
    public EstimateReport {
        Checks.present(madeAt, "estimate.made_at");
        Checks.present(seconds, "estimate.seconds");
        Checks.present(tokens, "estimate.tokens");
    }

    /**
     * An estimated figure with its bounds.
     *
     * @param actual the measured value; null if unknown, or if the run differs from what was estimated
     * @param within whether the measured value lies between the bounds; null if it is unknown
     */
    public record Figure(double low, double expected, double high, @Nullable Double actual, @Nullable Boolean within) {
        public Figure {
            if (!(low >= 0 && low <= expected && expected <= high)) {
                throw new IllegalArgumentException("estimate: " + expected + " is not between " + low + " and " + high);
            }
        }

        /** Creates an estimate that has not been compared yet. */
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

    /**
     * An estimated amount of money with its bounds.
     *
     * @param actual the measured amount; null if unknown, or if the run differs from what was estimated
     * @param within whether the measured amount lies between the bounds; null if it is unknown
     */
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

        /** Creates an estimate that has not been compared yet. */
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

    /**
     * Returns a copy that holds the measured values of {@code run} as far as they can be compared. An estimate covers a
     * complete run from the beginning, so a resumed or failed run has no comparable values.
     */
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
