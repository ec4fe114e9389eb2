package org.virnuc.pipeline.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.calling.ResultFile;
import org.virnuc.calling.parquet.ParquetTable;
import org.virnuc.engine.UsageException;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ShardStages;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.flow.StepModels;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;
import org.virnuc.sequences.InputFolder;
import org.virnuc.sequences.RepeatedInput;
import org.virnuc.telemetry.report.Baseline;

/**
 * A request with every decision made, before anything is written.
 *
 * @param request the request; directories are replaced by their files, and options left to the model are resolved
 * @param pack the requested model
 * @param length bases of a chunk
 * @param profile the execution profile of the request, or else of this machine
 * @param cascade the model that screens for the requested one, if any
 * @param cache where encoders look for vectors first
 * @param baseline the run that this one is compared with
 */
public record RunPlan(
        RunRequest request,
        ModelPack pack,
        int length,
        RunProfile profile,
        Optional<CascadePlan> cascade,
        Optional<EmbeddingReuse> cache,
        Optional<Baseline> baseline) {
    /** Enough to recognise the format, also of compressed files. */
    private static final int BEGINNING = 1 << 16;

    /**
     * Resolves a request and rejects every error that can be detected before a run starts: unreadable inputs, a file
     * that is an input twice, a missing model, or a chunk length that the model was not trained for.
     *
     * @throws InputException if an input cannot be read
     * @throws UsageException if the request cannot be carried out
     */
    public static RunPlan of(RunRequest asked, ModelStore store) throws IOException {
        RunRequest request = withFiles(asked);
        RepeatedInput.in(request.inputs()).ifPresent(repeated -> {
            throw new UsageException(repeated.message());
        });
        checkInputs(request);
        return read(request, store);
    }

    /** Resolves a request with the inputs of all samples of a sheet, which may share files. */
    public static RunPlan ofSamples(RunRequest asked, ModelStore store) throws IOException {
        RunRequest request = withFiles(asked);
        checkInputs(request);
        return read(request, store);
    }

    private static RunRequest withFiles(RunRequest asked) throws IOException {
        return asked.toBuilder().inputs(InputFolder.files(asked.inputs())).build();
    }

    /** Resolves a request whose inputs were read elsewhere and need not be there. */
    public static RunPlan read(RunRequest request, ModelStore store) throws IOException {
        prepare(request);
        Optional<EmbeddingReuse> cache = Optional.empty();
        if (request.embeddingCache().isPresent()) {
            cache = Optional.of(
                    new EmbeddingReuse(request.embeddingCache().get().open(request.outputDirectory())));
        }
        Optional<Baseline> baseline = request.baseline().map(Baseline::read);
        ModelPack pack = pack(request, store);
        int length = ChunkLength.choose(request, pack);
        Optional<CascadePlan> cascade = CascadePlan.of(request, store, pack, length);
        RunProfile profile = request.profile().orElseGet(() -> RunProfile.resolve(request, store, pack));
        profile.require(pack);
        RunRequest decided = request.toBuilder()
                .results(FallbackChoice.resolve(request, store, pack))
                .build();
        return new RunPlan(decided, pack, length, profile, cascade, cache, baseline);
    }

    /** Returns this plan with another request, which must differ in its directory, {@code force} or listeners only. */
    public RunPlan with(RunRequest other) {
        return new RunPlan(other, pack, length, profile, cascade, cache, baseline);
    }

    /** The precision of the encoders. */
    public Precision precision() {
        return profile.execution().precision();
    }

    /** The models of the run's steps, opened by {@code opener} and computed as the profile says. */
    public StepModels models(ModelStore store, ModelOpener opener) {
        StepModels models = StepModels.of(store, profile.execution())
                .scoreError(profile.scoreError())
                .openedBy(opener);
        return cache.map(feature -> feature.around(models)).orElse(models);
    }

    /**
     * Rejects inputs that cannot be opened, or whose first bytes are of no supported format. Pipes are not checked here,
     * because they can be read only once.
     */
    private static void checkInputs(RunRequest request) throws IOException {
        for (Path input : request.inputs()) {
            if (!input.equals(InputFile.STANDARD_INPUT)
                    && (!Files.exists(input) || Files.isRegularFile(input) || Files.isDirectory(input))) {
                InputFile.open(input, InputFile.name(input), request.reads().reference())
                        .close();
                checkBeginning(input);
            }
        }
        request.reads().reference().filter(fasta -> !Files.isRegularFile(fasta)).ifPresent(fasta -> {
            throw new InputException(fasta + (Files.exists(fasta) ? ": not a file" : ": no such file")
                    + "; check the path given with `reference`");
        });
        if (request.reads().reference().isPresent()) {
            checkBeginning(request.reads().reference().get());
        }
    }

    private static void checkBeginning(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                InputFile.checkBeginning(InputFile.name(file), in.readNBytes(BEGINNING), false);
            }
        }
    }

    private static void prepare(RunRequest request) throws IOException {
        if (request.results().files().contains(ResultFile.SCORES)
                || request.reads().aligned().isPresent()) {
            ParquetTable.prepare();
        }
        ReadLabelling.check(request);
    }

    /**
     * The profile of a request: its own, or what this machine decides. The speed of the CPU is measured if it decides
     * something and is not in the cache.
     *
     * @throws org.virnuc.models.DeviceException if a device is missing, or cannot compute in the requested precision
     */
    public static RunProfile profile(RunRequest request, ModelStore store) {
        return request.profile().orElseGet(() -> RunProfile.resolve(request, store, pack(request, store)));
    }

    /** The requested model. */
    public static ModelPack pack(RunRequest request, ModelStore store) {
        ModelChoice choice = request.model();
        ModelPack pack = choice.inParts()
                ? store.parts(
                        choice.dna().orElseThrow(),
                        choice.protein().orElseThrow(),
                        choice.head().orElseThrow())
                : store.pack(choice.name());
        return choice.chunkHead().map(pack::with).orElse(pack);
    }

    /** Labels the aligned reads of the request, if there are any. */
    Optional<ReadLabelling> reads() {
        return ReadLabelling.of(request.reads());
    }

    /** The features of this run. */
    public RunFeatures features(Stages stages) {
        RunFeatures features = RunFeatures.of(request.reads(), stages.extra());
        return cache.map(features::and).orElse(features);
    }

    /** The stages of the run, with models opened by {@code models}. */
    public Stages stages(ModelStore store, ModelOpener models) {
        StepModels opened = models(store, models);
        return cascade.isEmpty()
                ? Stages.of(length, opened, pack, request.results())
                : cascade.get().stages(length, opened, pack, request.results());
    }

    /** Those stages of the run whose work can be done shard by shard: with a cascade, of the model that screens. */
    public ShardStages shardStages(ModelStore store, ModelOpener models) {
        StepModels opened = models(store, models);
        return ShardStages.of(opened, cascade.map(CascadePlan::small).orElse(pack), request.results());
    }
}
