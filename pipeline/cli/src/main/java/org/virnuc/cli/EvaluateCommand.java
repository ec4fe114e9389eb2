package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.engine.UsageException;
import org.virnuc.models.store.ModelPool;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ExtraSteps;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.OtherInputException;
import org.virnuc.pipeline.run.RunPlaces;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.training.evaluation.Evaluation;
import org.virnuc.training.evaluation.EvaluationRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code virnuc evaluate}: says what a model is worth on labelled sequences. */
@Command(
        name = "evaluate",
        description = "Measures a model on labelled sequences, by length, group, tier, threshold and prevalence.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Labels are in headers, as in \">ID label=viral cluster=C1 group=RNA-virus\", in a table or in names of"
                    + " folders, as for",
            "virnuc train. Figures have ranges over clusters; without clusters each record is its own.",
            "",
            "Examples:",
            "  virnuc evaluate labelled.fa",
            "  virnuc evaluate labelled.fa --model my-pack --length 500,300,150 -o evaluation"
        })
@Section.Of(Section.INPUT)
final class EvaluateCommand implements Callable<Integer> {
    private static final String ELSEWHERE = "give another folder with -o or --work";

    @CommandLine.Mixin
    private LabelledMixin labelled = new LabelledMixin();

    @Section.Of(Section.OUTPUT)
    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "evaluation",
            description = "Folder for evaluation.md and evaluation.json (default: ${DEFAULT-VALUE}).")
    private Path output = Path.of("evaluation");

    @Section.Of(Section.OUTPUT)
    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Run directory (default: the output's name with .virnuc).")
    private @Nullable Path work;

    @Section.Of(Section.MODEL)
    @Option(
            names = {"-l", "--length"},
            paramLabel = "LIST",
            split = ",",
            description = "Lengths of chunks, such as 500,300,150 (default: what the model was trained for).")
    private List<Integer> lengths = new ArrayList<>();

    @Section.Of(Section.CALLS)
    @Option(
            names = "--fallback",
            paramLabel = "NAME",
            description =
                    "As for virnuc predict (default: chunk-head where the model has one, else dna where it can, else none).")
    private @Nullable String fallback;

    @CommandLine.Mixin
    private ModelOptions model = new ModelOptions();

    @CommandLine.Mixin
    private ChunkHeadOption chunkHead = new ChunkHeadOption();

    @CommandLine.Mixin
    private DeviceOptions device = new DeviceOptions();

    @CommandLine.Mixin
    private EmbeddingCacheOptions embeddings = new EmbeddingCacheOptions();

    @CommandLine.Mixin
    private CostOptions costs = new CostOptions();

    @CommandLine.Mixin
    private MonitoringMixin monitoring = new MonitoringMixin();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        monitoring.messages().apply();
        RunRequest request = request();
        named(request).check();
        ModelStore store = new ModelStore(CacheFolder.writable());
        EvaluationRun evaluation =
                new EvaluationRun(store, request, labelled.labels(), Optional.ofNullable(fallback()));
        try (ModelPool models = new ModelPool(store)) {
            Evaluation found = evaluation.run(lengths, run -> run(run, store, models), Version.text());
            found.write(output);
            if (!monitoring.messages().quiet()) {
                print(found);
            }
        }
        return (monitoring.lost() ? ExitCode.INTERNAL : ExitCode.DONE).number();
    }

    private void print(Evaluation found) {
        PrintWriter out = spec.commandLine().getOut();
        found.lengths().forEach((length, figures) -> figures.units()
                .forEach(unit -> out.println(String.format(
                        Locale.ROOT,
                        "length %d, %s: AUROC %s, right %s, scored %.3f",
                        length,
                        unit.name(),
                        unit.auroc().text(),
                        unit.accuracy().text(),
                        unit.scored()))));
        out.println("written to " + output);
        out.flush();
    }

    private ConfidenceOptions.@Nullable Fallback fallback() {
        try {
            return fallback == null ? null : ConfidenceOptions.Fallback.of(fallback);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private RunResult run(RunRequest request, ModelStore store, ModelPool models)
            throws IOException, InterruptedException {
        try {
            return monitoring.run(spec, request, store, models, ExtraSteps.NONE);
        } catch (OtherInputException e) {
            throw e.advising("give another folder with --work, or remove this one");
        }
    }

    /** The files that the command reads and writes, to be checked for conflicts before anything is changed. */
    private NamedFiles named(RunRequest run) {
        NamedFiles files = new NamedFiles();
        RunPlaces.add(files, run, Optional.of(Logs.FILE_NAME), ELSEWHERE);
        files.reads("the cache folder", CacheFolder.path());
        labelled.addTo(files);
        costs.addTo(files);
        Evaluation.files(output)
                .forEach(file -> files.writes("a file of the evaluation", file, "give another folder with -o"));
        monitoring.addTo(files);
        return files;
    }

    private RunRequest request() {
        Path folder = work != null ? work : output.resolveSibling(output.getFileName() + ".virnuc");
        return RunRequest.of(labelled.inputs())
                .into(folder)
                .model(chunkHead.with(model.choice()))
                .encoders(device.encoders())
                .embeddingCache(embeddings.cache())
                .costs(costs.plan())
                .build();
    }
}
