package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.calling.AnswerFile;
import org.virnuc.calling.parquet.ParquetTable;
import org.virnuc.engine.UsageException;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.flow.StepModels;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;
import org.virnuc.sequences.InputFolder;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.report.Baseline;

/**
 * A request with everything about it decided, before anything is written.
 *
 * @param request what was asked for, every input a file
 * @param pack the model that was named
 * @param length bases of a chunk
 * @param precision that the encoders compute in
 * @param cascade the model that screens for the one that was named, where one does
 * @param cache where encoders look for vectors first
 * @param baseline what the run is compared with
 */
public record RunPlan(
        RunRequest request,
        ModelPack pack,
        int length,
        Precision precision,
        Optional<CascadedRun> cascade,
        Optional<EmbeddingCache> cache,
        Optional<Baseline> baseline) {

    /**
     * Decides, and complains of whatever can be known to be wrong before a run begins: inputs that cannot be opened, a model that is
     * not there, a chunk length that it was not trained for.
     *
     * @throws InputException where an input cannot be read
     * @throws UsageException where something was asked for that cannot be done
     */
    public static RunPlan of(RunRequest asked, ModelStore store) throws IOException {
        RunRequest request =
                asked.toBuilder().inputs(InputFolder.files(asked.inputs())).build();
        checkInputs(request);
        Optional<EmbeddingCache> cache = Optional.empty();
        if (asked.embeddingCache().isPresent()) {
            cache = Optional.of(asked.embeddingCache().get().open(asked.outputDirectory()));
        }
        Optional<Baseline> baseline = request.baseline().map(Baseline::read);
        ModelPack pack = pack(request, store);
        int length = ChunkLength.choose(request, pack);
        Optional<CascadedRun> cascade = CascadedRun.of(request, store, pack, length);
        return new RunPlan(request, pack, length, store.precision(request.encoders()), cascade, cache, baseline);
    }

    /** Complains of inputs that cannot be opened; pipes, which can be read only once, are left alone. */
    private static void checkInputs(RunRequest request) throws IOException {
        for (Path input : request.inputs()) {
            if (!input.equals(InputFile.STANDARD_INPUT)
                    && (!Files.exists(input) || Files.isRegularFile(input) || Files.isDirectory(input))) {
                InputFile.open(input, InputFile.name(input), request.reads().reference())
                        .close();
            }
        }
        ReadLabelling.check(request.reads());
        if (request.answers().files().contains(AnswerFile.SCORES)
                || request.reads().aligned().isPresent()) {
            ParquetTable.prepare();
        }
        request.reads().reference().filter(fasta -> !Files.isRegularFile(fasta)).ifPresent(fasta -> {
            throw new InputException(fasta + ": no such file; check the path given with `reference`");
        });
    }

    /** The model that was asked for. */
    public static ModelPack pack(RunRequest request, ModelStore store) {
        ModelChoice choice = request.model();
        return choice.inParts()
                ? store.parts(
                        choice.dna().orElseThrow(),
                        choice.protein().orElseThrow(),
                        choice.head().orElseThrow())
                : store.pack(choice.name());
    }

    /** The facts about the run that every report carries: its models, and how they are computed. */
    RunInfo described(RunInfo info, ModelStore store) {
        RunInfo facts = ModelFacts.added(info, pack, precision, store.choices(request.encoders()));
        return cascade.map(c -> c.described(facts, precision)).orElse(facts);
    }

    /** The stages of the run, with models that {@code models} opens. */
    Stages stages(ModelStore store, ModelOpener models) {
        StepModels opened =
                StepModels.of(store, request.encoders()).openedBy(models).cachedIn(cache.orElse(null));
        return cascade.isEmpty()
                ? Stages.of(length, opened, pack, request.answers())
                : cascade.get().stages(length, opened, pack, request.answers());
    }
}
