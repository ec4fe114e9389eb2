package org.virnuc.pipeline.estimate;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.files.PublicApi;
import org.virnuc.telemetry.EstimateReport;

/**
 * The expected duration, cost and memory of a fresh run of an input.
 *
 * @param counts exact counts, in display order
 * @param stages the stages in order
 * @param seconds seconds of the whole run, including time between stages
 * @param devices devices occupied from start to end, each with its type
 * @param precision precision of the encoders
 * @param peakMemoryBytes peak memory of the process during the short runs; null if unavailable
 * @param payment the expected cost
 * @param sample number of chunks computed for the estimate
 * @param notCounted further steps of the run that cannot be estimated in advance
 */
@PublicApi
public record RunEstimate(
        Map<String, Long> counts,
        List<StageEstimate> stages,
        Range seconds,
        Map<String, String> devices,
        String precision,
        @Nullable Long peakMemoryBytes,
        Payment payment,
        int sample,
        List<StageId> notCounted) {

    public RunEstimate {
        stages = List.copyOf(stages);
        notCounted = List.copyOf(notCounted);
    }

    /** The tokens of all encoders together. */
    public Range tokens() {
        return stages.stream()
                .map(StageEstimate::tokens)
                .filter(Objects::nonNull)
                .reduce(new Range(0, 0, 0), Range::plus);
    }

    /** Converts the estimate to the form that a run's report compares with its actual figures. */
    public EstimateReport report(Instant madeAt) {
        Cost cost = payment.cost();
        return new EstimateReport(
                madeAt,
                seconds.figure(),
                tokens().figure(),
                cost == null
                        ? null
                        : EstimateReport.Money.expected(payment.currency(), cost.low(), cost.expected(), cost.high()),
                null);
    }

    /** An expected value with its lower and upper bound. */
    public record Range(double low, double expected, double high) {
        private static final double LEAST_SECONDS = 0.05;

        public Range {
            if (!(low >= 0 && low <= expected && expected <= high)) {
                throw new IllegalArgumentException("a band from " + low + " to " + high + " around " + expected);
            }
        }

        /** Creates a band from a value and its relative error. */
        static Range of(double expected, double error) {
            return new Range(expected * Math.max(0, 1 - error), expected, expected * (1 + error));
        }

        /**
         * Creates a band around a measured time. Starting a stage and forcing its files to disk varies by some
         * hundredths of a second.
         */
        static Range measured(double seconds, double error) {
            double either = Math.max(LEAST_SECONDS, error * seconds);
            return new Range(Math.max(0, seconds - either), seconds, seconds + either);
        }

        EstimateReport.Figure figure() {
            return EstimateReport.Figure.expected(low, expected, high);
        }

        /** A band whose bounds are further from the expected value by a factor of at least 1. */
        Range spread(double factor) {
            return new Range(low / factor, expected, high * factor);
        }

        /** A part of the time, such as half of it. */
        Range share(double part) {
            return new Range(low * part, expected * part, high * part);
        }

        Range plus(Range other) {
            return new Range(low + other.low, expected + other.expected, high + other.high);
        }
    }

    /**
     * The estimate of one stage.
     *
     * @param tokens tokens of its model calls; null for stages without an encoder
     */
    public record StageEstimate(String id, Range seconds, @Nullable Range tokens) {}

    /**
     * The cost of a run according to a price sheet.
     *
     * @param currency currency of all amounts
     * @param cost expected cost; null if nothing has a price
     * @param prices cost of an hour for each entry of the sheet
     * @param estimated devices and models whose price is a substitute or is not valid today
     * @param notPriced devices without a price, which the cost leaves out
     */
    public record Payment(
            String currency, @Nullable Cost cost, List<Price> prices, List<String> estimated, List<String> notPriced) {
        public Payment {
            prices = List.copyOf(prices);
            estimated = List.copyOf(estimated);
            notPriced = List.copyOf(notPriced);
        }
    }

    /** An expected amount with its bounds, in the currency of the price sheet. */
    public record Cost(BigDecimal low, BigDecimal expected, BigDecimal high) {}

    /**
     * One entry of the price sheet.
     *
     * @param used whether this run is charged by it
     * @param breakEvenSpeed how many times faster than the estimate's devices this one has to be to cost as much; null
     *     if it is used itself, or if either is free
     */
    public record Price(String device, BigDecimal perHour, boolean used, @Nullable Double breakEvenSpeed) {}
}
