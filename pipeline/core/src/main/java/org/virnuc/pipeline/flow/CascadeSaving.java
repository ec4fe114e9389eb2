package org.virnuc.pipeline.flow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.StageId;
import org.virnuc.pipeline.embeddings.CacheUse;
import org.virnuc.pipeline.stages.CascadeScores;
import org.virnuc.telemetry.CallFigures;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageReport;

/**
 * Estimates what a cascade saved compared with a run of the big model alone. That run's time is estimated as the big
 * model's time here divided by the share of distinct frames it scored. This is approximate, because frames differ in
 * length and opening a model takes time only once.
 *
 * @param smallSeconds seconds of the small model's encoders
 * @param bigSeconds seconds of the big model's steps
 * @param share share of the distinct frames that the big model scored
 * @param measured whether the steps were computed completely, without vectors from a cache or files of an interrupted
 *     run
 */
record CascadeSaving(double smallSeconds, double bigSeconds, double share, boolean measured) {
    private static final Logger LOG = LoggerFactory.getLogger(CascadeSaving.class);
    private static final int COST_DIGITS = 10;
    private static final List<StageId> SMALL = List.of(StageId.DNABERT_S, StageId.ESM_2);
    private static final List<StageId> BIG = List.of(StageId.CASCADE_TRIAL, StageId.CASCADE_BIG);

    /**
     * Computes the saving of a run.
     *
     * @param cached whether the run has an embedding cache; its share in steps of earlier runs is unknown
     */
    static CascadeSaving of(RunReport report, CascadeScores scores, boolean cached) {
        boolean helped = Stream.of(SMALL, BIG)
                .flatMap(ids -> of(report, ids))
                .anyMatch(stage -> helped(stage) || (cached && stage.original() != null));
        return new CascadeSaving(seconds(report, SMALL), seconds(report, BIG), scores.shareOfBig(), !helped);
    }

    private static boolean helped(StageReport stage) {
        Number kept = stage.metrics().get(StageReport.ITEMS_REUSED);
        return (kept != null && kept.longValue() > 0) || CacheUse.helped(stage.metrics());
    }

    private static Stream<StageReport> of(RunReport report, List<StageId> ids) {
        return report.stages().stream()
                .filter(stage -> ids.stream().anyMatch(id -> id.word().equals(stage.id())));
    }

    private static double seconds(RunReport report, List<StageId> ids) {
        return of(report, ids)
                .mapToDouble(stage -> stage.original() == null
                        ? stage.wallSeconds()
                        : stage.original().wallSeconds())
                .sum();
    }

    /** The estimated seconds of the big model for all frames. */
    double fullSeconds() {
        return share == 0 ? 0 : bigSeconds / share;
    }

    /** The share of the time that was saved; negative if the cascade took longer, NaN if unknown. */
    double saved() {
        return !measured || share == 0 || bigSeconds == 0
                ? Double.NaN
                : 1 - (smallSeconds + bigSeconds) / fullSeconds();
    }

    /** Reports the saving and the tokens of both models to telemetry; {@code cached} as in {@link #of}. */
    static void report(PipelineTelemetry telemetry, CascadeScores scores, boolean cached) {
        RunReport report = telemetry.snapshot();
        CascadeSaving saving = of(report, scores, cached);
        long big = scores.count(CascadeScores.BY_BIG);
        long all = scores.count(CascadeScores.DECISIONS);
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("chunks", all);
        details.put("chunks_big", big);
        details.put("chunks_skipped", all - big);
        details.put("frames_big_share", saving.share);
        details.put("small_seconds", saving.smallSeconds);
        details.put("big_seconds", saving.bigSeconds);
        details.put("small_tokens", tokens(report, SMALL));
        details.put("big_tokens", tokens(report, BIG));
        BigDecimal small = cost(report, SMALL);
        BigDecimal bigCost = cost(report, BIG);
        if (small != null && bigCost != null && !Double.isNaN(saving.saved())) {
            details.put("small_cost", small.toPlainString());
            details.put("big_cost", bigCost.toPlainString());
            details.put(
                    "full_run_cost_estimated",
                    bigCost.divide(BigDecimal.valueOf(saving.share), COST_DIGITS, RoundingMode.HALF_UP)
                            .toPlainString());
        }
        if (!Double.isNaN(saving.saved())) {
            details.put("full_run_seconds_estimated", saving.fullSeconds());
            details.put("saved_share_estimated", saving.saved());
        }
        String words = saving.words(all, big);
        LOG.info("{}", words);
        telemetry.event(EventClass.STAGE, Severity.INFO, words, details);
    }

    private String words(long all, long big) {
        String skipped = String.format(
                Locale.ROOT,
                "cascade: the big model scored %,d of %,d chunks (%.1f %% of the different frames) and skipped %,d",
                big,
                all,
                100 * share,
                all - big);
        return Double.isNaN(saved())
                ? skipped
                : skipped
                        + String.format(
                                Locale.ROOT,
                                "; both models' encoders took %.1f s, the big one alone would have taken about %.1f s: about %.0f %% %s",
                                smallSeconds + bigSeconds,
                                fullSeconds(),
                                100 * Math.abs(saved()),
                                saved() >= 0 ? "saved" : "more");
    }

    /** The cost of the steps in the runs that computed them; null if one was not priced. */
    private static @Nullable BigDecimal cost(RunReport report, List<StageId> ids) {
        CostReport costs = report.costs();
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; costs != null && i < report.stages().size(); i++) {
            StageReport stage = report.stages().get(i);
            if (ids.stream().anyMatch(id -> id.word().equals(stage.id()))) {
                CostSplit split = costs.stages().get(i).cost();
                BigDecimal cost =
                        stage.original() != null ? stage.original().cost() : split == null ? null : split.cost();
                if (cost == null) {
                    return null;
                }
                sum = sum.add(cost);
            }
        }
        return costs == null ? null : sum;
    }

    private static long tokens(RunReport report, List<StageId> ids) {
        return of(report, ids)
                .map(StageReport::calls)
                .mapToLong(CallFigures::tokens)
                .sum();
    }
}
