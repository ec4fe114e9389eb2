package org.virnuc.pipeline.calibrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.ChunkLength;
import org.virnuc.pipeline.run.RunPlan;
import org.virnuc.pipeline.run.RunProfile;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.Runner;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.TelemetryTier;

/** Scores labelled sequences with a model, once for each chunk length, and fits curves from scores to probabilities. */
public final class CalibrationRun {
    private final ModelStore store;
    private final RunRequest template;
    private final RunProfile profile;
    private final Path input;
    private final TruthLabels labels;
    private final ModelPack pack;

    /**
     * A calibration to come.
     *
     * @param template names the labelled FASTA file, the run directory, the model and the devices
     * @param labels what the records of the file are
     * @throws InputException where all records have the same label
     */
    public CalibrationRun(ModelStore store, RunRequest template, TruthLabels labels) {
        this.store = store;
        this.template = template;
        this.input = template.inputs().get(0);
        this.labels = labels;
        if (Files.isDirectory(input)) {
            throw new UsageException(input + " is a folder; name one FASTA file");
        }
        if (labels.count(true) == 0 || labels.count(false) == 0) {
            throw new InputException(input + ": " + labels.count(true) + " viral and " + labels.count(false)
                    + " host records; a calibration needs both");
        }
        this.pack = RunPlan.pack(template, store);
        this.profile = RunPlan.profile(template, store);
    }

    /**
     * A fitted calibration.
     *
     * @param file to be written beside a head, or to be named in a request
     * @param heldOut by chunk length the labelled chunks, stretches and records, each with the probability by curves that were not
     *     fitted to its cluster
     */
    public record Fitted(CalibrationFile file, Map<Integer, List<HeldOut>> heldOut) {}

    /**
     * Fits.
     *
     * @param lengths of chunks; none is what the model was trained for
     * @param runner scores the file; what it has scored before it need not score again
     * @param version of the program, which the file names
     * @throws InputException where too few chunks have a score
     */
    public Fitted fit(List<Integer> lengths, Runner runner, String version) throws IOException, InterruptedException {
        List<Optional<Integer>> asked = lengths.isEmpty()
                ? List.of(Optional.empty())
                : lengths.stream().map(Optional::of).toList();
        Map<Integer, LengthCalibration> fitted = new TreeMap<>();
        Map<Integer, List<HeldOut>> heldOut = new TreeMap<>();
        for (Optional<Integer> length : asked) {
            RunRequest request = scoring(length);
            Path scores = runner.run(request).directory().resolve(ResultFile.CHUNK_SCORES.fileName());
            int bases = ChunkLength.choose(request, pack);
            LabelledScores.Fitted fit =
                    LabelledScores.fit(scores, labels, bases).orElseThrow(() -> new InputException(tooFew()));
            fitted.put(bases, fit.calibration());
            heldOut.put(bases, fit.heldOut());
        }
        CalibrationFile file = new CalibrationFile(
                CalibrationFile.FORMAT, version, CalibrationFile.Model.of(pack), labelled(), fitted);
        return new Fitted(file, heldOut);
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
