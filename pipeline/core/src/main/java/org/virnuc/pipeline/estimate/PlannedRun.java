package org.virnuc.pipeline.estimate;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.StageId;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.estimate.RunEstimate.Cost;
import org.virnuc.pipeline.estimate.RunEstimate.Payment;
import org.virnuc.pipeline.estimate.RunEstimate.Price;
import org.virnuc.pipeline.estimate.RunEstimate.Range;
import org.virnuc.pipeline.estimate.RunEstimate.StageEstimate;
import org.virnuc.pipeline.estimate.TimingProbe.Round;
import org.virnuc.pipeline.flow.Cascade;
import org.virnuc.pipeline.flow.ExtraStep;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.run.ScratchRun;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.ScratchFolder;
import org.virnuc.sequences.UnscoredReason;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageCost;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.UsageReport;
import org.virnuc.telemetry.cost.CostForecast;
import org.virnuc.telemetry.cost.PriceSheet;

/**
 * A run to be estimated: its models, devices and prices.
 *
 * @param devices devices occupied from start to end, each with its type
 * @param precision precision of the encoders
 * @param models name of each encoder's model
 * @param bigModels in a cascade, the names of the models that score the chunks {@code models} are unsure of
 */
record PlannedRun(
        Map<String, String> devices,
        String precision,
        Map<StageId, String> models,
        Map<StageId, String> bigModels,
        PriceSheet prices) {
    private static final double SECONDS_PER_HOUR = 3600;

    /**
     * The seconds of a run for work that a dry run omits: reports, run.json and copies of the results, as measured with
     * the demo and 3 Mb on two cores.
     */
    private static final Range KEEPING = new Range(0.1, 0.35, 0.8);

    /**
     * The optional steps of a run.
     *
     * @param loads what each step gives to the encoders, in the order of the steps
     * @param notCounted steps that depend on results
     * @param modelsOpen whether an earlier sample of the sheet opened the models
     * @param spread by how much the bounds of every time move apart because the machine is busy, see {@link MachineLoad}
     */
    record Steps(List<StepLoad> loads, List<StageId> notCounted, boolean modelsOpen, double spread) {

        /** Adds the forecasts of the steps that depend on the input only. */
        private void addTo(List<StageEstimate> stages, Extrapolation extrapolation) {
            for (StepLoad step : loads) {
                stages.add(again(step, StageId.DNABERT_S, step.load().nucleotides(), extrapolation));
                step.load()
                        .proteins()
                        .ifPresent(proteins -> stages.add(again(step, StageId.ESM_2, proteins, extrapolation)));
            }
        }

        private static StageEstimate again(
                StepLoad step, StageId encoder, EncoderLoad.Count more, Extrapolation extrapolation) {
            return new StageEstimate(
                    step.load().proteins().isPresent()
                            ? word(step.id(), encoder)
                            : step.id().word(),
                    extrapolation.againSeconds(step.id(), encoder, more),
                    extrapolation.againTokens(step.id(), encoder, more));
        }
    }

    /** What a step gives to the encoders. */
    record StepLoad(StageId id, EncoderLoad load) {
        /** The steps of a run whose load follows from the input alone. */
        static List<StepLoad> of(Stages stages, ScratchRun.Prepared prepared, ScratchFolder scratch)
                throws IOException, InterruptedException {
            List<StepLoad> loads = new ArrayList<>();
            for (ExtraStep step : stages.extra()) {
                step.load(new ChunkedFrames(prepared.chunks(), prepared.frames()), scratch)
                        .ifPresent(load -> loads.add(new StepLoad(step.stages().get(0), load)));
            }
            return loads;
        }
    }

    /** The display name of an encoder in a step that uses both, such as {@code cascade-big dnabert-s}. */
    static String word(StageId step, StageId encoder) {
        return step.word() + " " + encoder.word();
    }

    /**
     * The big model of a cascade. Its share of the chunks is unknown until the sample is scored: at least the sample,
     * at most everything. The estimate promises no saving and expects everything.
     *
     * @param leastShare the sample's share of the chunks
     */
    record BigPart(List<Round> rounds, double leastShare) {
        static BigPart of(ScratchRun.Prepared prepared, CascadeOptions options, List<Round> rounds) {
            return new BigPart(rounds, Cascade.leastShare(prepared.frames(), options));
        }

        private void addTo(List<StageEstimate> stages, Workload work, boolean modelsOpen) {
            Extrapolation all = new Extrapolation(rounds, work, modelsOpen);
            for (StageId id : List.of(StageId.DNABERT_S, StageId.ESM_2)) {
                stages.add(new StageEstimate(
                        word(StageId.CASCADE_BIG, id), partly(all.encoderSeconds(id)), partly(all.tokens(id))));
            }
        }

        private Range partly(Range whole) {
            return new Range(whole.low() * leastShare, whole.expected(), whole.high());
        }
    }

    /**
     * Combines the results of the pass over the input and of the rounds. Stages of the pass are expected to take as
     * long as they did there.
     */
    RunEstimate estimate(
            ScratchRun.Prepared prepared,
            Workload work,
            RunReport pass,
            List<Round> rounds,
            Steps steps,
            Optional<BigPart> big) {
        List<StageEstimate> stages = new ArrayList<>();
        for (StageReport stage : executed(pass)) {
            stages.addAll(asMeasured(stage, pass));
        }
        if (!rounds.isEmpty()) {
            Extrapolation extrapolation = new Extrapolation(rounds, work, steps.modelsOpen());
            for (StageId id : List.of(StageId.DNABERT_S, StageId.ESM_2)) {
                stages.add(new StageEstimate(id.word(), extrapolation.encoderSeconds(id), extrapolation.tokens(id)));
            }
            steps.addTo(stages, extrapolation);
            big.ifPresent(part -> part.addTo(stages, work, steps.modelsOpen()));
            for (StageId id : List.of(StageId.MERGING, StageId.PREDICTION, StageId.CONSENSUS)) {
                stages.add(new StageEstimate(id.word(), extrapolation.tailSeconds(id), null));
            }
        }
        double inStages =
                executed(pass).stream().mapToDouble(StageReport::wallSeconds).sum();
        Range seconds = Range.measured(Math.max(0, pass.wallSeconds() - inStages), Extrapolation.LEAST_ERROR);
        seconds = seconds.plus(KEEPING);
        for (StageEstimate stage : stages) {
            seconds = seconds.plus(stage.seconds());
        }
        seconds = seconds.spread(steps.spread());
        stages.replaceAll(
                stage -> new StageEstimate(stage.id(), stage.seconds().spread(steps.spread()), stage.tokens()));
        CostForecast forecast = new CostForecast(prices, pass.startedAt());
        Cost cost = cost(forecast, stages, seconds);
        Payment payment =
                new Payment(forecast.currency(), cost, entries(forecast), forecast.estimated(), forecast.notPriced());
        int sample = rounds.stream()
                .mapToInt(round -> Math.toIntExact(round.report().quantities().getOrDefault("chunks", 0L)))
                .sum();
        return new RunEstimate(
                counts(prepared, work),
                stages,
                seconds,
                devices,
                precision,
                peakMemory(pass, rounds),
                payment,
                sample,
                steps.notCounted());
    }

    /** A stage of the pass, with the tokens that it had: a row for each encoder that it used. */
    private List<StageEstimate> asMeasured(StageReport stage, RunReport pass) {
        Range seconds = Range.measured(stage.wallSeconds(), Extrapolation.LEAST_ERROR);
        Map<StageId, Long> tokens = new EnumMap<>(StageId.class);
        for (StageCost used : Objects.requireNonNull(pass.costs()).stages()) {
            for (UsageReport usage : used.id().equals(stage.id()) ? used.usage() : List.<UsageReport>of()) {
                StageId encoder = usage.model().equals(models.get(StageId.ESM_2)) ? StageId.ESM_2 : StageId.DNABERT_S;
                tokens.merge(encoder, usage.calls().tokens(), Long::sum);
            }
        }
        tokens.values().removeIf(had -> had == 0);
        if (tokens.isEmpty()) {
            return List.of(new StageEstimate(stage.id(), seconds, null));
        }
        List<StageEstimate> rows = new ArrayList<>();
        tokens.forEach((encoder, had) -> rows.add(new StageEstimate(
                tokens.size() == 1 ? stage.id() : stage.id() + " " + encoder.word(),
                seconds.share(1.0 / tokens.size()),
                Range.of((double) had, 0))));
        return rows;
    }

    private static List<StageReport> executed(RunReport pass) {
        return pass.stages().stream().filter(StageReport::executed).toList();
    }

    private static Map<String, Long> counts(ScratchRun.Prepared prepared, Workload work) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("records", prepared.chunks().recordCount());
        counts.put("bases", prepared.chunks().baseCount());
        counts.put("chunks", prepared.chunks().chunkCount());
        long unscored = Stream.of(UnscoredReason.values())
                .mapToLong(prepared.frames()::chunkCount)
                .sum();
        counts.put("chunks_without_frame", unscored);
        counts.put("frames", work.frames());
        counts.put("different_nucleotide_frames", work.nucleotides().sequences());
        counts.put("different_protein_frames", work.proteins().sequences());
        return counts;
    }

    private @Nullable Cost cost(CostForecast forecast, List<StageEstimate> stages, Range seconds) {
        BigDecimal low = forecast.devices(devices, seconds.low());
        BigDecimal expected = forecast.devices(devices, seconds.expected());
        BigDecimal high = forecast.devices(devices, seconds.high());
        for (StageEstimate stage : stages) {
            Range tokens = stage.tokens();
            if (tokens != null) {
                low = plus(low, tokens(forecast, stage.id(), tokens.low()));
                expected = plus(expected, tokens(forecast, stage.id(), tokens.expected()));
                high = plus(high, tokens(forecast, stage.id(), tokens.high()));
            }
        }
        return low == null || expected == null || high == null ? null : new Cost(low, expected, high);
    }

    private @Nullable BigDecimal tokens(CostForecast forecast, String stage, double tokens) {
        StageId encoder = stage.endsWith(StageId.ESM_2.word()) ? StageId.ESM_2 : StageId.DNABERT_S;
        String model = (stage.startsWith(StageId.CASCADE_BIG.word()) ? bigModels : models).get(encoder);
        return forecast.tokens(Objects.requireNonNull(model), ModelCall.LOCAL, Math.round(tokens));
    }

    private static @Nullable BigDecimal plus(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.add(other);
    }

    private List<Price> entries(CostForecast forecast) {
        BigDecimal hour = Objects.requireNonNullElse(forecast.devices(devices, SECONDS_PER_HOUR), BigDecimal.ZERO);
        List<Price> entries = new ArrayList<>();
        for (CostForecast.Entry entry : forecast.entries(devices)) {
            boolean comparable =
                    !entry.used() && hour.signum() > 0 && entry.perHour().signum() > 0;
            Double speed = comparable ? (Double) (entry.perHour().doubleValue() / hour.doubleValue()) : null;
            entries.add(new Price(entry.name(), entry.perHour(), entry.used(), speed));
        }
        return entries;
    }

    private static @Nullable Long peakMemory(RunReport pass, List<Round> rounds) {
        return Stream.concat(Stream.of(pass), rounds.stream().map(Round::report))
                .map(report -> report.resources().peakRssBytes())
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null);
    }
}
