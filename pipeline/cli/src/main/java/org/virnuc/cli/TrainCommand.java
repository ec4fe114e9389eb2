package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.files.TemporaryFolder;
import org.virnuc.models.store.ModelPool;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ExtraSteps;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.OtherInputException;
import org.virnuc.pipeline.run.RunPlaces;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.training.FrameChoice;
import org.virnuc.training.FrameRule;
import org.virnuc.training.TrainingRequest;
import org.virnuc.training.TrainingRun;
import org.virnuc.training.data.Split;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code virnuc train}: trains a head of the user's own. */
@Command(
        name = "train",
        description = "Trains a head on labelled sequences and writes a model for virnuc predict.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Labels are in headers, as in \">ID label=viral cluster=C1 group=RNA-virus\", label being viral or host;"
                    + " or in a",
            "table, with --labels; or in the names of folders, viral and host. Whole clusters of relatives train,"
                    + " validate or",
            "test, never single frames. The encoders are used as they are.",
            "",
            "Examples:",
            "  virnuc train labelled.fa -o my-pack",
            "  virnuc train data --dna-model dnabert-s --protein-model esm2_t36_3B --length 500 -o my-pack",
            "  virnuc train labelled.fa --labels labels.tsv --start virnuc-mini/head -o my-pack",
            "  virnuc predict contigs.fasta --model my-pack",
            "",
            "The same command again goes on where the last one stopped."
        })
@Section.Of(Section.INPUT)
final class TrainCommand implements Callable<Integer> {
    private static final String ELSEWHERE = "give another folder with -o or --work";

    @CommandLine.Mixin
    private LabelledMixin labelled = new LabelledMixin();

    @Section.Of(Section.OUTPUT)
    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "The model, for --model of virnuc predict.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Section.Of(Section.OUTPUT)
    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Run directory (default: the output's name with .virnuc).")
    private @Nullable Path work;

    @Section.Of(Section.OUTPUT)
    @Option(names = "--licence", paramLabel = "TEXT", description = "Licence of the sequences, for the model card.")
    private String licence = "";

    @Section.Of(Section.MODEL)
    @Option(
            names = "--dna-model",
            paramLabel = "PATH",
            defaultValue = "virnuc-mini/dna-encoder",
            description = "The DNA encoder, as for virnuc predict (default: ${DEFAULT-VALUE}).")
    private Path dna = Path.of("virnuc-mini/dna-encoder");

    @Section.Of(Section.MODEL)
    @Option(
            names = "--protein-model",
            paramLabel = "PATH",
            defaultValue = "virnuc-mini/protein-encoder",
            description = "The protein encoder, as for virnuc predict (default: ${DEFAULT-VALUE}).")
    private Path protein = Path.of("virnuc-mini/protein-encoder");

    @Section.Of(Section.MODEL)
    @Option(
            names = {"-l", "--length"},
            paramLabel = "BASES",
            defaultValue = "500",
            description = "Length of a chunk (default: ${DEFAULT-VALUE}).")
    private int length = 500;

    @Section.Of(Section.TRAINING)
    @Option(
            names = "--start",
            paramLabel = "PATH",
            description = "A head to go on from, a file or a name (default: new weights).")
    private @Nullable Path start;

    @CommandLine.Mixin
    private HeadMixin head = new HeadMixin();

    @Section.Of(Section.TRAINING)
    @Option(
            names = "--clusters",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "Relatives, which stay together: given with the labels, found by shared 21-mers, or auto, found"
                            + " where none are given (default: ${DEFAULT-VALUE}).")
    private TrainingRequest.ClusterSource clusters = TrainingRequest.ClusterSource.AUTO;

    @Section.Of(Section.TRAINING)
    @Option(
            names = "--chunks",
            paramLabel = "NAME",
            defaultValue = "unambiguous",
            description =
                    "Chunks that give frames: all, or unambiguous, those without ambiguous letters, as for VirNucPro"
                            + " (default: ${DEFAULT-VALUE}).")
    private FrameRule chunks = FrameRule.UNAMBIGUOUS;

    @Section.Of(Section.TRAINING)
    @Option(
            names = "--proteins",
            paramLabel = "FILE",
            description = "FASTA of the records' annotated proteins: train on frames that are part of one only, as for"
                    + " VirNucPro (default: on all frames).")
    private @Nullable Path proteins;

    @Section.Of(Section.TRAINING)
    @Option(
            names = "--validation-fraction",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Share of the frames that decide when to stop (default: ${DEFAULT-VALUE}).")
    private double validation = 0.1;

    @Section.Of(Section.TRAINING)
    @Option(
            names = "--test-fraction",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Share of the frames that the model card measures (default: ${DEFAULT-VALUE}).")
    private double test = 0.1;

    @CommandLine.Mixin
    private DeviceOptions device = new DeviceOptions();

    @CommandLine.Mixin
    private EmbeddingCacheOptions embeddings = new EmbeddingCacheOptions();

    @Section.Of(Section.OUTPUT)
    @Option(
            names = {"-f", "--force"},
            description = "Start afresh: throw away the work of earlier runs in the directory.")
    private boolean force;

    @CommandLine.Mixin
    private CostOptions costs = new CostOptions();

    @CommandLine.Mixin
    private DryRunOption dryRun = new DryRunOption();

    @CommandLine.Mixin
    private FormatOption format = new FormatOption();

    @CommandLine.Mixin
    private MonitoringMixin monitoring = new MonitoringMixin();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        monitoring.messages().apply();
        TrainingRequest request = request();
        named(request.run()).check();
        ModelStore store = new ModelStore(CacheFolder.writable());
        TrainingRun training = new TrainingRun(store, request);
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun.asked()) {
            try (TemporaryFolder scratch =
                    TemporaryFolder.in(Path.of(System.getProperty("java.io.tmpdir")), "virnuc-train")) {
                RunRequest features = training.features(scratch.path());
                out.println(dryRun.text(
                        features, List.of(), TrainingRun.FURTHER_STAGES, costs.plan(), monitoring.messages(), format));
            }
        } else {
            try (ModelPool models = new ModelPool(store)) {
                TrainingRun.Outcome outcome =
                        training.run((run, steps) -> run(run, steps, store, models), Version.text());
                if (format.json() || !monitoring.messages().quiet()) {
                    out.print(TrainingText.of(outcome, format.json()));
                }
            }
        }
        out.flush();
        return (monitoring.lost() ? ExitCode.INTERNAL : ExitCode.DONE).number();
    }

    private RunResult run(RunRequest request, ExtraSteps steps, ModelStore store, ModelPool models)
            throws IOException, InterruptedException {
        try {
            return monitoring.run(spec, request, store, models, steps);
        } catch (OtherInputException e) {
            throw e.advising("give another folder with --work, or --force to replace it");
        }
    }

    /** The files that the command reads and writes, to be checked for conflicts before anything is changed. */
    private NamedFiles named(RunRequest run) {
        NamedFiles files = new NamedFiles();
        RunPlaces.add(files, run, Optional.of(Logs.FILE_NAME), ELSEWHERE);
        files.reads("the cache folder", CacheFolder.path());
        labelled.addTo(files);
        Optional.ofNullable(start).ifPresent(file -> files.reads("the head of --start", file));
        Optional.ofNullable(proteins).ifPresent(file -> files.reads("the proteins of --proteins", file));
        costs.addTo(files);
        files.owns("the folder of the model", output, "give another folder with -o");
        monitoring.addTo(files);
        return files;
    }

    private TrainingRequest request() {
        if (start != null && spec.commandLine().getParseResult().hasMatchedOption("--hidden")) {
            throw new UsageException("--hidden is the width of a new head, and a head of --start keeps its own; leave"
                    + " out one of the two");
        }
        Path folder = work != null ? work : output.resolveSibling(output.getFileName() + ".virnuc");
        RunRequest run = RunRequest.of(labelled.inputs())
                .into(folder)
                .length(length)
                .encoders(device.encoders())
                .force(force)
                .embeddingCache(embeddings.cache())
                .costs(costs.plan())
                .build();
        return new TrainingRequest(
                run,
                labelled.labels(),
                dna,
                protein,
                Optional.ofNullable(start),
                output,
                head.settings(),
                new Split.Fractions(validation, test),
                clusters,
                new FrameChoice(chunks, Optional.ofNullable(proteins)),
                licence);
    }
}
