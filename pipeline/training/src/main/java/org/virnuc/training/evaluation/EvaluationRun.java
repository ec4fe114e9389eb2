package org.virnuc.training.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.virnuc.calling.CallRule;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.files.Digests;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.RunPlan;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.pipeline.run.Runner;
import org.virnuc.sequences.InputException;
import org.virnuc.training.data.LabelledInput;

/** Scores labelled sequences with a model at one or more chunk lengths, and compares the scores with the labels. */
public final class EvaluationRun {
    private static final int DEFAULT_LENGTH = 500;

    private final RunRequest template;
    private final ModelPack pack;
    private final List<TruthLabels.Source> sources;
    private final TruthLabels labels;
    private final ConfidenceOptions.Fallback fallback;

    /**
     * Creates an evaluation.
     *
     * @param template names the labelled files, the run directory, the model and the devices
     * @param table the table of labels; empty if headers or names of folders have them
     * @param fallback how chunks without an open frame are scored; empty for the model's chunk head, or else for DNA alone
     *     if the model has a head for it
     * @throws InputException if labels are missing or of one kind
     */
    public EvaluationRun(
            ModelStore store, RunRequest template, Optional<Path> table, Optional<ConfidenceOptions.Fallback> fallback)
            throws IOException {
        this.template = template;
        this.sources = LabelledInput.sources(template.inputs());
        this.labels = TruthLabels.of(sources, table);
        labels.checkBoth(template.inputs(), "an evaluation");
        this.pack = RunPlan.pack(template, store);
        this.fallback = fallback.orElseGet(() -> most(store, pack));
    }

    /** The fallback that leaves as few chunks as possible without a score. */
    private static ConfidenceOptions.Fallback most(ModelStore store, ModelPack pack) {
        if (store.chunkHead(pack).isPresent()) {
            return ConfidenceOptions.Fallback.CHUNK_HEAD;
        }
        return store.dnaHead(pack).isPresent() ? ConfidenceOptions.Fallback.DNA : ConfidenceOptions.Fallback.NONE;
    }

    /**
     * Scores the files at each length and computes the figures.
     *
     * @param lengths chunk lengths; empty for those that the model was trained for
     * @param runner scores the files, or finds the scores of an earlier call
     * @param version version of the program, for the result
     */
    public Evaluation run(List<Integer> lengths, Runner runner, String version)
            throws IOException, InterruptedException {
        Map<Integer, Evaluation.Figures> figures = new TreeMap<>();
        boolean calibrated = true;
        for (int length : lengths.isEmpty() ? trained() : lengths) {
            RunResult run = runner.run(request(length));
            List<ScoredRecord> records = ScoreReader.read(run, labels);
            calibrated &= records.stream()
                    .anyMatch(record -> record.result().scores().probability().isPresent());
            figures.put(length, new LengthFigures(records, length).figures());
        }
        return new Evaluation(Evaluation.FORMAT, version, model(), data(), calibrated, figures);
    }

    private List<Integer> trained() {
        return pack.trainedLengths().isEmpty()
                ? List.of(DEFAULT_LENGTH)
                : List.copyOf(new TreeSet<>(pack.trainedLengths()));
    }

    private RunRequest request(int length) {
        ConfidenceOptions confidence =
                new ConfidenceOptions(Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, fallback, false);
        return template.toBuilder()
                .inputs(sources.stream().map(TruthLabels.Source::fasta).toList())
                .length(length)
                .allowLengthMismatch(true)
                .results(new ResultOptions(CallRule.DEFAULT, EnumSet.of(ResultOptions.Sequences.CHUNKS), confidence, 0))
                .build();
    }

    private Map<String, String> model() {
        Map<String, String> model = new LinkedHashMap<>();
        model.put("id", pack.id());
        model.put("dna", pack.dna().sha256());
        model.put("protein", pack.protein().sha256());
        model.put("head", pack.head().sha256());
        return model;
    }

    private Map<String, String> data() throws IOException {
        Map<String, String> data = new LinkedHashMap<>();
        for (TruthLabels.Source source : sources) {
            data.put(String.valueOf(source.fasta().getFileName()), Digests.ofFile(source.fasta()));
        }
        return data;
    }
}
