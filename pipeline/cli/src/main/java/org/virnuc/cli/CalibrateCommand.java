package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.AnswerFile;
import org.virnuc.calling.AnswerOptions;
import org.virnuc.calling.CallRule;
import org.virnuc.calling.confidence.CalibrationFile;
import org.virnuc.calling.confidence.CalibrationText;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.calling.confidence.HeldOut;
import org.virnuc.calling.confidence.HeldOutTable;
import org.virnuc.calling.confidence.LabelledScores;
import org.virnuc.calling.confidence.Labels;
import org.virnuc.calling.confidence.LengthCalibration;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.engine.UsageException;
import org.virnuc.files.Digests;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.ChunkLength;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.OtherInputException;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunPlaces;
import org.virnuc.pipeline.run.RunPlan;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.progress.ProgressDisplay;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc calibrate}: from labelled sequences to probabilities. */
@Command(
        name = "calibrate",
        description = "Fits the probabilities of a model to labelled sequences.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Headers say what a record is, as in \">ID label=viral cluster=C1 group=RNA-virus\", label being viral or host; or a",
            "table does, with --labels. Errors are measured on clusters that the curves were not fitted to, so give relatives the",
            "same cluster; without one each record is its own. Groups are left out in turn as well, as a new kind would be.",
            "",
            "Examples:",
            "  virnuc calibrate labelled.fa -o calibration.json",
            "  virnuc calibrate labelled.fa --labels labels.tsv -o calibration.json --length 500,300",
            "  virnuc predict contigs.fasta --calibration calibration.json --max-fdr 0.05"
        })
final class CalibrateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LABELLED", description = "FASTA file, plain or compressed.")
    @SuppressWarnings("NullAway.Init")
    private Path input;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The calibration, for --calibration of virnuc predict.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Tab-separated table with the columns id, label and, where known, cluster and group.")
    private @Nullable Path labelTable;

    @Option(
            names = "--length",
            paramLabel = "LIST",
            split = ",",
            description = "Lengths of chunks, such as 500,300 (default: what the model was trained for).")
    private List<Integer> lengths = new ArrayList<>();

    @CommandLine.Mixin
    private ModelOptions model = new ModelOptions();

    @CommandLine.Mixin
    private DeviceOptions device = new DeviceOptions();

    @CommandLine.Mixin
    private ProgressOption progress = new ProgressOption();

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Run directory (default: the output's name with .virnuc); the same command goes on there.")
    private @Nullable Path work;

    @Option(
            names = "--held-out",
            paramLabel = "FILE",
            description =
                    "Also a table of the labelled chunks, stretches and records with the probability by curves that"
                            + " were not fitted to their cluster, to see where probabilities can be trusted.")
    private @Nullable Path heldOut;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        named(config(Optional.empty(), false)).check();
        Labels labels = labelTable == null ? Labels.ofHeaders(input) : Labels.ofTable(input, labelTable);
        if (labels.count(true) == 0 || labels.count(false) == 0) {
            throw new InputException(input + ": " + labels.count(true) + " viral and " + labels.count(false)
                    + " host records; a calibration needs both");
        }
        ModelStore store = new ModelStore(CacheFolder.writable());
        ModelPack pack = RunPlan.pack(config(Optional.empty(), false), store);
        boolean dnaHead = store.dnaHead(pack).isPresent();
        List<Optional<Integer>> asked = lengths.isEmpty()
                ? List.of(Optional.empty())
                : lengths.stream().map(Optional::of).toList();
        Map<Integer, LengthCalibration> fitted = new TreeMap<>();
        Map<Integer, List<HeldOut>> measured = new TreeMap<>();
        for (Optional<Integer> length : asked) {
            RunRequest config = config(length, dnaHead);
            Path scores = run(config, store).resolve(AnswerFile.CHUNK_SCORES.fileName());
            int bases = ChunkLength.choose(config, pack);
            LabelledScores.Fitted fit =
                    LabelledScores.fit(scores, labels, bases).orElseThrow(() -> new InputException(tooFew()));
            fitted.put(bases, fit.calibration());
            measured.put(bases, fit.heldOut());
        }
        CalibrationFile file = new CalibrationFile(
                CalibrationFile.FORMAT,
                Version.text(),
                CalibrationFile.Model.of(pack),
                labelled(labels, store),
                fitted);
        file.write(output.toAbsolutePath());
        if (heldOut != null) {
            HeldOutTable.write(heldOut.toAbsolutePath(), measured);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(CalibrationText.of(file));
        out.println("written to " + output);
        out.flush();
        return ExitCode.DONE.number();
    }

    private String tooFew() {
        return input + ": too few chunks with a score to fit a calibration; " + CalibrationText.NEEDS;
    }

    private CalibrationFile.Labelled labelled(Labels labels, ModelStore store) throws IOException {
        Path name = input.getFileName();
        return new CalibrationFile.Labelled(
                name == null ? input.toString() : name.toString(),
                Digests.ofFile(input),
                labels.count(true),
                labels.count(false),
                labels.clusters(),
                store.precision(device.encoders()).word());
    }

    private Path run(RunRequest config, ModelStore store) throws IOException, InterruptedException {
        RunInfo info = ThisCommand.run(spec);
        PrintStream standardError = System.err;
        try (ProgressDisplay display = progress.open(standardError)) {
            return new PipelineRun(RunContext.of(info, store))
                    .run(config.toBuilder().listener(display).build())
                    .directory();
        } catch (OtherInputException e) {
            throw e.advising("give another folder with --work, or remove this one");
        }
    }

    /** What the command line names and writes, to be compared before anything is touched. */
    private NamedFiles named(RunRequest request) {
        NamedFiles files = new NamedFiles();
        RunPlaces.add(files, request, Optional.empty(), "give another folder with --work");
        Optional.ofNullable(labelTable).ifPresent(file -> files.reads("the file of --labels", file));
        files.writes("the calibration to be written", output, "give another file with -o");
        Optional.ofNullable(heldOut)
                .ifPresent(file -> files.writes("the file of --held-out", file, "give another --held-out"));
        return files;
    }

    private RunRequest config(Optional<Integer> length, boolean dnaOnly) {
        Path folder = work != null ? work : output.resolveSibling(output.getFileName() + ".virnuc");
        if (Files.isDirectory(input)) {
            throw new UsageException(input + " is a folder; name one FASTA file");
        }
        return RunRequest.of(input)
                .into(folder)
                .length(length)
                .allowLengthMismatch(true)
                .model(model.choice())
                .encoders(device.encoders())
                .telemetry(TelemetryTier.OFF)
                .answers(new AnswerOptions(
                        CallRule.DEFAULT,
                        EnumSet.of(AnswerOptions.Sequences.CHUNKS),
                        new ConfidenceOptions(
                                Optional.empty(),
                                Selection.DEFAULT,
                                ConfidenceOptions.EVEN,
                                dnaOnly ? Fallback.DNA : Fallback.NONE,
                                false)))
                .build();
    }
}
