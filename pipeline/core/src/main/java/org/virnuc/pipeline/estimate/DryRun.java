package org.virnuc.pipeline.estimate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.calling.ResultOptions;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.DeviceTypes;
import org.virnuc.files.TemporaryFolder;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.estimate.PlannedRun.StepLoad;
import org.virnuc.pipeline.estimate.TimingProbe.Round;
import org.virnuc.pipeline.flow.RunFeature;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.flow.StepModels;
import org.virnuc.pipeline.run.CascadePlan;
import org.virnuc.pipeline.run.ChunkSample;
import org.virnuc.pipeline.run.EstimateStore;
import org.virnuc.pipeline.run.ReadOptions;
import org.virnuc.pipeline.run.RunFeatures;
import org.virnuc.pipeline.run.RunPlan;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.ScratchRun;
import org.virnuc.pipeline.samples.Sample;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.InputFolder;
import org.virnuc.sequences.ScratchFolder;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.cost.PriceSheet;

/**
 * Estimates a run without performing it: the whole input passes once through the stages before the encoders, and
 * samples of it pass through all nine. All work happens in a temporary folder, which is deleted at the end; the run
 * directory is neither created nor changed. The estimate is stored, so that the run can be compared with it.
 */
public final class DryRun {
    private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);

    private final List<Path> inputs;
    private final ReadOptions reads;
    private final Stages stages;
    private final Optional<Big> big;
    private final PlannedRun planned;
    private final Path temporary;
    private EstimateReceiver receiver = (inputDigest, modelsKept, estimate) -> {};
    private List<Sample> samples = List.of();
    private List<StageId> further = List.of();
    private DoubleSupplier spread = MachineLoad::spread;
    private BiConsumer<Sample, RunEstimate> sampleListener = (sample, estimate) -> {};

    /** The stages of a cascade's big model alone, and the cascade's options. */
    record Big(Stages stages, CascadeOptions options) {}

    /**
     * Creates a dry run.
     *
     * @param big the big model if {@code stages} screen for one
     * @param temporary parent of the temporary folder
     */
    DryRun(List<Path> inputs, ReadOptions reads, Stages stages, Optional<Big> big, PlannedRun planned, Path temporary) {
        this.big = big;
        this.temporary = temporary;
        this.inputs = List.copyOf(inputs);
        this.reads = reads;
        this.stages = stages;
        this.planned = planned;
    }

    /**
     * Creates the dry run of a request. It rejects inputs, model, length and device as the run would.
     *
     * @param samples the rows of a sheet, if {@code asked} has the files of all of them; each is estimated, too, by a
     *     pass over its files and with the same short runs
     * @param prices the price sheet in force
     * @param kept where the run will find the estimate
     */
    public static DryRun of(
            RunRequest asked, List<Sample> samples, ModelStore store, PriceSheet prices, EstimateStore kept)
            throws IOException {
        RunPlan plan = samples.isEmpty() ? RunPlan.of(asked, store) : RunPlan.ofSamples(asked, store);
        RunRequest config = plan.request();
        ModelPack pack = plan.pack();
        int length = plan.length();
        String precision = plan.precision().word();
        Optional<CascadePlan> cascade = plan.cascade();
        ModelPack first = cascade.map(CascadePlan::small).orElse(pack);
        PlannedRun planned = new PlannedRun(
                DeviceTypes.of(plan.profile().execution().devices()), precision, models(first), models(pack), prices);
        StepModels models = StepModels.of(store, plan.profile().execution());
        Stages full = Stages.of(length, models, pack, config.results());
        DryRun run = new DryRun(
                config.inputs(),
                config.reads(),
                cascade.isEmpty() ? full : Stages.of(length, models, first, ResultOptions.DEFAULT),
                cascade.map(screened -> new Big(full, screened.options())),
                planned,
                Path.of(System.getProperty("java.io.tmpdir")));
        run.samples = List.copyOf(samples);
        RunFeatures features = plan.features(plan.stages(store, store));
        run.receiver = (inputDigest, sample, estimate) -> kept.put(
                EstimateStore.key(plan, features, inputDigest, sample), estimate.report(Instant.now()), prices);
        return run;
    }

    /** Receives an estimate, to be stored for the later run of an input. */
    @FunctionalInterface
    interface EstimateReceiver {
        void receive(String inputDigest, Optional<String> sample, RunEstimate estimate);
    }

    /** Adds a receiver of the estimate of each sample. */
    public DryRun listener(BiConsumer<Sample, RunEstimate> listener) {
        sampleListener = listener;
        return this;
    }

    /** Names stages that follow those of the request and are not estimated; the estimate lists them as not counted. */
    public DryRun further(List<StageId> stages) {
        further = List.copyOf(stages);
        return this;
    }

    private static Map<StageId, String> models(ModelPack pack) {
        return Map.of(
                StageId.DNABERT_S, pack.dna().id(),
                StageId.ESM_2, pack.protein().id());
    }

    /**
     * Reads the inputs, measures samples of them, and deletes all intermediate files.
     *
     * @param standardInput content of the input {@code -}
     * @param watchers consumers of events during the pass over the input
     * @throws InterruptedException if the estimate was cancelled
     */
    public RunEstimate estimate(InputStream standardInput, List<TelemetrySink> watchers)
            throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.in(temporary, "virnuc-dry-run-")) {
            return estimate(folder.path(), standardInput, watchers);
        }
    }

    private RunEstimate estimate(Path folder, InputStream standardInput, List<TelemetrySink> watchers)
            throws IOException, InterruptedException {
        try (ScratchRun pass = new ScratchRun(folder.resolve("pass"), stages, watchers)) {
            Artifact<InputFiles> input = pass.take(inputs, reads, standardInput);
            ScratchRun.Prepared prepared = pass.prepare(input);
            if (prepared.frames().frameCount() == 0) {
                pass.score(input); // nothing has to be encoded, so this is the whole run
            }
            RunReport report = pass.report();
            ChunkSample sample = sample(prepared);
            Workload work = Workload.of(prepared);
            List<Round> rounds = new TimingProbe(sample, folder, stages).run();
            List<Round> bigRounds = List.of();
            if (big.isPresent() && !rounds.isEmpty()) {
                Path apart = Files.createDirectory(folder.resolve("big"));
                bigRounds = new TimingProbe(sample, apart, big.get().stages()).run();
            }
            Measured measured = new Measured(rounds, bigRounds);
            RunEstimate estimate = estimate(prepared, work, report, steps(prepared, () -> folder, false), measured);
            receiver.receive(input.digest(), Optional.empty(), estimate);
            estimateSamples(folder, measured, watchers);
            return estimate;
        }
    }

    /** Chunks to measure. Other steps than the nine stages may read chunks without a frame, too. */
    private ChunkSample sample(ScratchRun.Prepared prepared) throws IOException {
        boolean all =
                big.isEmpty() && !stages.extra().isEmpty() && prepared.frames().frameCount() > 0;
        return all
                ? ChunkSample.ofAll(prepared.chunks(), prepared.frames(), TimingProbe.MOST_CHUNKS)
                : ChunkSample.of(prepared.chunks(), prepared.frames(), TimingProbe.MOST_CHUNKS);
    }

    /** The short runs with the model, and with the big model of a cascade. */
    private record Measured(List<Round> rounds, List<Round> bigRounds) {}

    private void estimateSamples(Path folder, Measured measured, List<TelemetrySink> watchers)
            throws IOException, InterruptedException {
        boolean modelsOpen = false;
        for (Sample sample : samples) {
            if (!sample.files().stream().allMatch(DryRun::canBeReadAgain)) {
                LOG.warn("sample {} has no estimate of its own: a pipe can be read only once", sample.name());
                continue;
            }
            try (TemporaryFolder own = TemporaryFolder.in(folder, "sample-");
                    ScratchRun pass = new ScratchRun(own.path().resolve("pass"), stages, watchers)) {
                Artifact<InputFiles> input =
                        pass.take(InputFolder.files(sample.files()), reads, InputStream.nullInputStream());
                ScratchRun.Prepared prepared = pass.prepare(input);
                boolean encodes = prepared.frames().frameCount() > 0;
                if (!encodes) {
                    pass.score(input);
                }
                RunEstimate estimate = estimate(
                        prepared,
                        Workload.of(prepared),
                        pass.report(),
                        steps(prepared, own::path, modelsOpen),
                        encodes ? measured : new Measured(List.of(), List.of()));
                modelsOpen |= encodes;
                receiver.receive(input.digest(), Optional.of(sample.name()), estimate);
                sampleListener.accept(sample, estimate);
            }
        }
    }

    private static boolean canBeReadAgain(Path file) {
        return Files.isRegularFile(file) || Files.isDirectory(file);
    }

    private RunEstimate estimate(
            ScratchRun.Prepared prepared, Workload work, RunReport pass, PlannedRun.Steps steps, Measured measured) {
        Optional<PlannedRun.BigPart> second = measured.bigRounds().isEmpty()
                ? Optional.empty()
                : big.map(part -> PlannedRun.BigPart.of(prepared, part.options(), measured.bigRounds()));
        return planned.estimate(prepared, work, pass, measured.rounds(), steps, second);
    }

    private PlannedRun.Steps steps(ScratchRun.Prepared prepared, ScratchFolder scratch, boolean modelsOpen)
            throws IOException, InterruptedException {
        List<StageId> notCounted = new ArrayList<>(further);
        List<StepLoad> loads = new ArrayList<>();
        ChunkedFrames input = new ChunkedFrames(prepared.chunks(), prepared.frames());
        Stages asked = big.map(Big::stages).orElse(stages);
        for (RunFeature feature : RunFeatures.of(reads, asked.extra()).all()) {
            // What the big model will be given after the cascade is not measured.
            Optional<EncoderLoad> load = big.isPresent() ? Optional.empty() : feature.load(input, scratch);
            if (load.isPresent()) {
                loads.add(new StepLoad(feature.stages().get(0), load.get()));
            } else {
                notCounted.addAll(feature.stages());
            }
        }
        notCounted.sort(Comparator.comparing(StageId::number));
        return new PlannedRun.Steps(loads, notCounted, modelsOpen, spread.getAsDouble());
    }

    /** Replaces how much the bounds of times move apart on this machine now. */
    DryRun spread(DoubleSupplier factor) {
        spread = factor;
        return this;
    }
}
