package org.virnuc.pipeline.estimate;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.telemetry.EstimateReport;

/**
 * What a fresh run of an input is expected to take.
 *
 * @param counts exact, in the order to show them
 * @param stages in their order
 * @param seconds of the whole run, between the stages included
 * @param devices held from start to end, each with its type
 * @param precision that the encoders compute in
 * @param peakMemoryBytes of the process, as the short runs of all stages had it; null where it is not to be had
 * @param payment what it costs
 * @param sample how many chunks were computed to find out
 * @param notCounted steps that the run will have besides, of which nothing is known before it
 */
public record RunEstimate(
        Map<String, Long> counts,
        List<Stage> stages,
        Band seconds,
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

    /** Of all encoders together. */
    public Band tokens() {
        return stages.stream().map(Stage::tokens).filter(Objects::nonNull).reduce(new Band(0, 0, 0), Band::plus);
    }

    /** The estimate as a report of the run will compare it with what the run took. */
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

    /** What is expected, and between what. */
    public record Band(double low, double expected, double high) {
        private static final double LEAST_SECONDS = 0.05;

        public Band {
            if (!(low >= 0 && low <= expected && expected <= high)) {
                throw new IllegalArgumentException("a band from " + low + " to " + high + " around " + expected);
            }
        }

        /** A value with a relative error. */
        static Band of(double expected, double error) {
            return new Band(expected * Math.max(0, 1 - error), expected, expected * (1 + error));
        }

        /** A band around a measured time: starting a stage and forcing its files to disk vary by some hundredths of a second. */
        static Band measured(double seconds, double error) {
            double either = Math.max(LEAST_SECONDS, error * seconds);
            return new Band(Math.max(0, seconds - either), seconds, seconds + either);
        }

        EstimateReport.Figure figure() {
            return EstimateReport.Figure.expected(low, expected, high);
        }

        Band plus(Band other) {
            return new Band(low + other.low, expected + other.expected, high + other.high);
        }
    }

    /**
     * One stage.
     *
     * @param tokens of its model calls; null for stages without an encoder
     */
    public record Stage(String id, Band seconds, @Nullable Band tokens) {}

    /**
     * What a run costs by a price sheet.
     *
     * @param currency of all amounts
     * @param cost null where nothing has a price
     * @param prices what an hour costs by each entry of the sheet
     * @param estimated devices and models whose price is a stand-in, or not valid today
     * @param notPriced devices that have no price: the cost leaves them out
     */
    public record Payment(
            String currency, @Nullable Cost cost, List<Price> prices, List<String> estimated, List<String> notPriced) {
        public Payment {
            prices = List.copyOf(prices);
            estimated = List.copyOf(estimated);
            notPriced = List.copyOf(notPriced);
        }
    }

    /** An amount in the currency of the price sheet, and between what. */
    public record Cost(BigDecimal low, BigDecimal expected, BigDecimal high) {}

    /**
     * One entry of the price sheet.
     *
     * @param used whether this run is paid by it
     * @param breakEvenSpeed how many times as fast as the devices of the estimate this one has to be to cost the same; null where it is
     *     used itself, or one of the two is free
     */
    public record Price(String device, BigDecimal perHour, boolean used, @Nullable Double breakEvenSpeed) {}
}
