package org.virnuc.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnuc.calling.CallRule;
import org.virnuc.calling.ResultFile;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.CalibrationFile;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.LabelledScores;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.calling.confidence.TrainingDistribution;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.engine.StageId;
import org.virnuc.files.AtomicFile;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.checkpoint.SafetensorsWriter;
import org.virnuc.models.chunkhead.ChunkHeadFiles;
import org.virnuc.models.head.MlpWeights;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.models.store.ModelStore;
import org.virnuc.models.store.PackFile;
import org.virnuc.models.torchscript.StateDictFile;
import org.virnuc.pipeline.calibrate.ChunkHeadFit;
import org.virnuc.pipeline.flow.ChunkFeatureSteps;
import org.virnuc.pipeline.run.ModelChoice;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.pipeline.run.SteppedRunner;
import org.virnuc.training.data.Part;
import org.virnuc.training.head.HeadFit;

/**
 * From labelled sequences to a pack. A first run in the run directory computes features and trains; a second one scores
 * all records with the new head and computes nothing that is there. Calibration and chunk head are fitted to records that did
 * not train, and the manifest of the pack is written last.
 */
public final class TrainingRun {
    /** The file of the first weights, in the folder of the pack until the pack is finished. */
    private static final String START = ".start-head.safetensors";

    /** The part of every record. */
    private static final String SPLIT = "split.tsv";

    private static final String TORCH_HEAD = "head.pth";

    /** The stages after those of {@link #features}. */
    public static final List<StageId> FURTHER_STAGES =
            List.of(StageId.DNA_ONLY, StageId.CHUNK_FEATURES, StageId.HEAD_TRAINING);

    private final ModelStore store;
    private final TrainingRequest request;
    private final ModelPart dna;
    private final ModelPart protein;

    /**
     * Prepares a training. Nothing is read but the headers of the models.
     *
     * @throws ModelException if an encoder or the start head cannot be used, or they do not fit together
     */
    public TrainingRun(ModelStore store, TrainingRequest request) {
        this.store = store;
        this.request = request;
        this.dna = store.part(ModelRole.DNA, request.dna());
        this.protein = store.part(ModelRole.PROTEIN, request.protein());
    }

    /**
     * What a training has made.
     *
     * @param folder of the pack
     * @param card the figures of its model card
     */
    public record Outcome(Path folder, ModelCard card) {}

    /**
     * Trains, or continues a training that was stopped.
     *
     * @param version of the program, which the card names
     */
    public Outcome run(SteppedRunner runner, String version) throws IOException, InterruptedException {
        if (request.frames().proteins().isPresent()) {
            // A fault in the file is told before anything is computed.
            KnownProteins.read(request.frames().proteins().get());
        }
        TrainingData data = TrainingData.of(request);
        Path output = Files.createDirectories(request.output());
        Path startFile = startFile(output);
        MlpWeights start = MlpWeights.read(startFile);
        HeadTrainingStep step = new HeadTrainingStep(new HeadTrainingStage(
                data.labels(),
                data.split(),
                request.frames(),
                request.head().hidden(start.hidden()),
                start,
                threads()));
        RunResult training = runner.run(features(startFile, data.files()), (models, pack) -> List.of(step));
        writeHeads(step.trained(), output);
        TruthLabels held = data.labels().only(id -> data.split().of(id) != Part.TRAINING);
        ChunkFeatureSteps features =
                new ChunkFeatureSteps(ChunkHeadFit.needs(held.ids(), dna.dimension() + protein.dimension()));
        RunResult scoring = runner.run(scoring(output, data.files()), features);
        Optional<LabelledScores.Fitted> fitted = calibrate(scoring, data, held, output, version);
        FittedChunkHead chunkHead = FittedChunkHead.of(features.rows(), held);
        chunkHead.write(output, store.partsOf(pack(output)));
        ModelCard card = ModelCard.of(
                new ModelCard.Sources(request, data, dna, protein, start.hidden(), version),
                step.trained().facts(),
                fitted.map(LabelledScores.Fitted::heldOut).orElse(List.of()),
                chunkHead,
                List.of(training, scoring));
        card.write(output);
        AtomicFile.write(output.resolve(SPLIT), data.table());
        Files.deleteIfExists(output.resolve(START));
        PackFile.write(
                output,
                name(output),
                List.of(request.length()),
                PackFile.Encoder.of(request.dna().toString(), dna),
                PackFile.Encoder.of(request.protein().toString(), protein));
        return new Outcome(output, card);
    }

    /**
     * The run that an estimate is about: all stages before training.
     *
     * @param scratch a folder for the first weights
     */
    public RunRequest features(Path scratch) throws IOException {
        TrainingData data = TrainingData.of(request);
        return features(startFile(scratch), data.files());
    }

    private static String name(Path output) {
        return String.valueOf(output.toAbsolutePath().normalize().getFileName());
    }

    private int threads() {
        int asked = request.run().encoders().threads();
        return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
    }

    /** The file of the head that training begins with. */
    private Path startFile(Path output) throws IOException {
        int features = dna.dimension() + protein.dimension();
        if (request.start().isPresent()) {
            ModelPart head = store.part(ModelRole.HEAD, request.start().get());
            if (head.dimension() != features) {
                throw new ModelException("the head " + head.path() + " takes " + head.dimension()
                        + " features, but the encoders give " + features
                        + "; choose the encoders that this head was trained on");
            }
            return head.path();
        }
        Path file = output.resolve(START);
        MlpWeights initial = HeadFit.initial(features, request.head());
        AtomicFile.write(file, SafetensorsWriter.bytes(initial.tensors()));
        return file;
    }

    private RunRequest features(Path head, List<Path> files) {
        return request.run().toBuilder()
                .inputs(files)
                .model(choice(head))
                .length(request.length())
                .allowLengthMismatch(true)
                .results(results(ConfidenceOptions.Fallback.NONE, EnumSet.noneOf(ResultOptions.Sequences.class)))
                .build();
    }

    private RunRequest scoring(Path output, List<Path> files) {
        return features(output.resolve(PackFile.HEAD), files).toBuilder()
                .force(false)
                .results(results(ConfidenceOptions.Fallback.DNA, EnumSet.of(ResultOptions.Sequences.CHUNKS)))
                .build();
    }

    private ModelChoice choice(Path head) {
        return ModelChoice.parts()
                .dna(request.dna())
                .protein(request.protein())
                .head(head)
                .build();
    }

    private static ResultOptions results(
            ConfidenceOptions.Fallback fallback, EnumSet<ResultOptions.Sequences> sequences) {
        ConfidenceOptions confidence =
                new ConfidenceOptions(Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, fallback, false);
        return new ResultOptions(CallRule.DEFAULT, sequences, confidence, 0);
    }

    /** Writes the heads and where their training data lie; a manifest of an earlier pack would vouch for other files, so it goes first. */
    private void writeHeads(TrainedHead trained, Path output) throws IOException {
        Files.deleteIfExists(output.resolve(PackFile.FILE_NAME));
        Files.deleteIfExists(output.resolve(CalibrationFile.FILE_NAME));
        Files.deleteIfExists(output.resolve(ChunkHeadFiles.JSON));
        Files.deleteIfExists(output.resolve(ChunkHeadFiles.TENSORS));
        Files.deleteIfExists(output.resolve(TrainingDistribution.FILE_NAME));
        AtomicFile.copy(trained.headFile(), output.resolve(PackFile.HEAD));
        AtomicFile.copy(trained.dnaHeadFile(), output.resolve(PackFile.DNA_HEAD));
        StateDictFile.write(output.resolve(TORCH_HEAD), trained.head().tensors());
        Optional<byte[]> distribution = trained.distribution(pack(output));
        if (distribution.isPresent()) {
            AtomicFile.write(output.resolve(TrainingDistribution.FILE_NAME), distribution.get());
        }
    }

    private ModelPack pack(Path output) {
        return store.parts(request.dna(), request.protein(), output.resolve(PackFile.HEAD));
    }

    private Optional<LabelledScores.Fitted> calibrate(
            RunResult scoring, TrainingData data, TruthLabels held, Path output, String version) throws IOException {
        Path scores = scoring.directory().resolve(ResultFile.CHUNK_SCORES.fileName());
        Optional<LabelledScores.Fitted> fitted = LabelledScores.fit(scores, held, request.length());
        if (fitted.isPresent()) {
            CalibrationFile file = new CalibrationFile(
                    CalibrationFile.FORMAT,
                    version,
                    CalibrationFile.Model.of(pack(output)),
                    new CalibrationFile.Labelled(
                            "labelled records that did not train",
                            data.split().digest(),
                            held.count(true),
                            held.count(false),
                            held.clusters(),
                            store.profile(request.run().encoders()).precision().word()),
                    Map.of(request.length(), fitted.get().calibration()));
            file.write(output.resolve(CalibrationFile.FILE_NAME));
        }
        return fitted;
    }
}
