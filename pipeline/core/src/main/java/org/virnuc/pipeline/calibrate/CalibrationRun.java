package org.virnuc.pipeline.calibrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.virnuc.calling.CallRule;
import org.virnuc.calling.ResultFile;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.CalibrationFile;
import org.virnuc.calling.confidence.CalibrationText;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.HeldOut;
import org.virnuc.calling.confidence.LabelledScores;
import org.virnuc.calling.confidence.LengthCalibration;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.engine.UsageException;
import org.virnuc.files.Digests;
import org.virnuc.models.ModelException;
import org.virnuc.models.chunkhead.ChunkHeadFiles;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ChunkFeatureSteps;
import org.virnuc.pipeline.flow.ExtraSteps;
import org.virnuc.pipeline.run.ChunkLength;
import org.virnuc.pipeline.run.RunPlan;
import org.virnuc.pipeline.run.RunProfile;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.SteppedRunner;
import org.virnuc.pipeline.stages.ChunkFeatureRows;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.TelemetryTier;

/**
 * Scores labelled sequences with a model, once for each chunk length, and fits curves from scores to probabilities; if asked
 * for, also a chunk head.
 */
public final class CalibrationRun {
    private final ModelStore store;
    private final RunRequest template;
    private final RunProfile profile;
    private final Path input;
    private final TruthLabels labels;
    private final ModelPack pack;
    private final boolean chunkHead;

    /**
     * A calibration to come.
     *
     * @param template names the labelled FASTA file, the run directory, the model and the devices
     * @param labels what the records of the file are
     * @param chunkHead whether to fit a chunk head, too
     * @throws InputException where all records have the same label
     * @throws ModelException if a chunk head is asked for and the model has no head for DNA alone
     */
    public CalibrationRun(ModelStore store, RunRequest template, TruthLabels labels, boolean chunkHead) {
        this.store = store;
        this.template = template;
        this.input = template.inputs().get(0);
        this.labels = labels;
        if (Files.isDirectory(input)) {
            throw new UsageException(input + " is a folder; name one FASTA file");
        }
        labels.checkBoth(template.inputs(), "a calibration");
        this.chunkHead = chunkHead;
        this.pack = RunPlan.pack(template, store);
        if (chunkHead && store.dnaHead(pack).isEmpty()) {
            throw new ModelException("a chunk head needs a head for DNA alone, and model " + pack.id()
                    + " has none: there is no dna-head.safetensors beside "
                    + pack.head().path() + "; train one, or calibrate without a chunk head");
        }
        this.profile = RunPlan.profile(template, store);
    }

    /**
     * A fitted calibration.
     *
     * @param file to be written beside a head, or to be named in a request
     * @param heldOut by chunk length the labelled chunks, stretches and records, each with the probability by curves that were not
     *     fitted to its cluster
     * @param chunkHead if one was asked for
     * @param model the parts that the chunk head belongs to
     */
    public record Fitted(
            CalibrationFile file,
            Map<Integer, List<HeldOut>> heldOut,
            Optional<ChunkHeadFit.Fitted> chunkHead,
            ChunkHeadFiles.Model model) {}

    /**
     * Fits.
     *
     * @param lengths of chunks; none is what the model was trained for
     * @param runner scores the file; what it has scored before it need not score again
     * @param version of the program, which the file names
     * @throws InputException where too few chunks have a score
     */
    public Fitted fit(List<Integer> lengths, SteppedRunner runner, String version)
            throws IOException, InterruptedException {
        List<Optional<Integer>> asked = lengths.isEmpty()
                ? List.of(Optional.empty())
                : lengths.stream().map(Optional::of).toList();
        Map<Integer, LengthCalibration> fitted = new TreeMap<>();
        Map<Integer, List<HeldOut>> heldOut = new TreeMap<>();
        List<ChunkFeatureRows> features = new ArrayList<>();
        for (Optional<Integer> length : asked) {
            RunRequest request = scoring(length);
            Path scores = run(request, runner, features).resolve(ResultFile.CHUNK_SCORES.fileName());
            int bases = ChunkLength.choose(request, pack);
            LabelledScores.Fitted fit =
                    LabelledScores.fit(scores, labels, bases).orElseThrow(() -> new InputException(tooFew()));
            fitted.put(bases, fit.calibration());
            heldOut.put(bases, fit.heldOut());
        }
        CalibrationFile file = new CalibrationFile(
                CalibrationFile.FORMAT, version, CalibrationFile.Model.of(pack), labelled(), fitted);
        Optional<ChunkHeadFit.Fitted> fit =
                chunkHead ? Optional.of(ChunkHeadFit.fit(features, labels)) : Optional.empty();
        return new Fitted(file, heldOut, fit, store.partsOf(pack));
    }

    /** Runs, adds what a chunk head is fitted to, and returns the run directory. */
    private Path run(RunRequest request, SteppedRunner runner, List<ChunkFeatureRows> features)
            throws IOException, InterruptedException {
        if (!chunkHead) {
            return runner.run(request, ExtraSteps.NONE).directory();
        }
        ChunkFeatureSteps added = new ChunkFeatureSteps(ChunkHeadFit.needs(
                labels.ids(), pack.dna().dimension() + pack.protein().dimension()));
        Path directory = runner.run(request, added).directory();
        features.add(added.rows());
        return directory;
    }

    private RunRequest scoring(Optional<Integer> length) {
        ConfidenceOptions.Fallback fallback =
                store.dnaHead(pack).isPresent() ? ConfidenceOptions.Fallback.DNA : ConfidenceOptions.Fallback.NONE;
        ConfidenceOptions confidence =
                new ConfidenceOptions(Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, fallback, false);
        return template.toBuilder()
                .profile(profile)
                .length(length)
                .allowLengthMismatch(true)
                .telemetry(TelemetryTier.OFF)
                .results(new ResultOptions(CallRule.DEFAULT, EnumSet.of(ResultOptions.Sequences.CHUNKS), confidence, 0))
                .build();
    }

    private String tooFew() {
        return input + ": too few chunks with a score to fit a calibration; " + CalibrationText.NEEDS;
    }

    private CalibrationFile.Labelled labelled() throws IOException {
        Path name = input.getFileName();
        return new CalibrationFile.Labelled(
                name == null ? input.toString() : name.toString(),
                Digests.ofFile(input),
                labels.count(true),
                labels.count(false),
                labels.clusters(),
                profile.execution().precision().word());
    }
}
