package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.confidence.CalibrationText;
import org.virnuc.calling.confidence.HeldOutTable;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.models.chunkhead.ChunkHeadFiles;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.calibrate.CalibrationRun;
import org.virnuc.pipeline.flow.ExtraSteps;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.OtherInputException;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunPlaces;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.progress.ProgressDisplay;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc calibrate}: fits probabilities to labelled sequences. */
@Command(
        name = "calibrate",
        description = "Fits the probabilities of a model to labelled sequences.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Headers say what a record is, as in \">ID label=viral cluster=C1 group=RNA-virus\", label being viral or"
                    + " host; or a table does, with --labels. Errors are measured on clusters that the curves were not"
                    + " fitted to, so give relatives the same cluster; without one each record is its own. Groups are"
                    + " left out in turn as well, as a new kind would be.",
            "",
            "Examples:",
            "  virnuc calibrate labelled.fa -o calibration.json",
            "  virnuc calibrate labelled.fa --labels labels.tsv -o calibration.json --length 500,300",
            "  virnuc predict contigs.fasta --calibration calibration.json --max-fdr 0.05",
            "  virnuc calibrate labelled.fa -o calibration.json --chunk-head chunk-head.json",
            "  virnuc predict contigs.fasta --chunk-head chunk-head.json"
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

    @CommandLine.Mixin
    private LabelsOption labels = new LabelsOption();

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
    private MessageOptions messages = new MessageOptions();

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

    @Option(
            names = "--chunk-head",
            paramLabel = "FILE",
            description =
                    "Also fit a chunk head, for --chunk-head of virnuc predict: FILE, a .json, and its numbers beside it,"
                            + " a .safetensors.")
    private @Nullable Path chunkHead;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        messages.apply();
        named(template()).check();
        TruthLabels truth = labels.file().isPresent()
                ? TruthLabels.ofTable(input, labels.file().get())
                : TruthLabels.ofHeaders(input);
        ModelStore store = new ModelStore(CacheFolder.writable());
        CalibrationRun.Fitted fitted = new CalibrationRun(store, template(), truth, chunkHead != null)
                .fit(lengths, (request, steps) -> run(request, steps, store), Version.text());
        fitted.file().write(output.toAbsolutePath());
        if (heldOut != null) {
            HeldOutTable.write(heldOut.toAbsolutePath(), fitted.heldOut());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(CalibrationText.of(fitted.file()));
        out.println("written to " + output);
        if (chunkHead != null && fitted.chunkHead().isPresent()) {
            fitted.chunkHead().get().head().write(chunkHead.toAbsolutePath(), fitted.model());
            out.print(ChunkHeadText.of(fitted.chunkHead().get()));
            out.println("written to " + chunkHead + "; use it with: virnuc predict INPUT --chunk-head " + chunkHead);
        }
        out.flush();
        return ExitCode.DONE.number();
    }

    private RunResult run(RunRequest request, ExtraSteps steps, ModelStore store)
            throws IOException, InterruptedException {
        PrintStream standardError = System.err;
        try (ProgressDisplay display = messages.open(standardError)) {
            return new PipelineRun(RunContext.of(ThisCommand.run(spec), store).steps(steps))
                    .run(request.toBuilder().listener(display).build());
        } catch (OtherInputException e) {
            throw e.advising("give another folder with --work, or remove this one");
        }
    }

    /** The files that the command reads and writes, to be checked for conflicts before anything is changed. */
    private NamedFiles named(RunRequest request) {
        NamedFiles files = new NamedFiles();
        RunPlaces.add(files, request, Optional.empty(), "give another folder with --work");
        labels.addTo(files);
        files.writesApart("the calibration to be written", output, "give another file with -o");
        Optional.ofNullable(heldOut)
                .ifPresent(file -> files.writesApart("the file of --held-out", file, "give another --held-out"));
        if (chunkHead != null) {
            files.writesApart("the chunk head to be written", chunkHead, "give another --chunk-head");
            files.writesApart(
                    "the numbers of the chunk head to be written",
                    ChunkHeadFiles.tensors(chunkHead),
                    "give another --chunk-head");
        }
        return files;
    }

    private RunRequest template() {
        Path folder = work != null ? work : output.resolveSibling(output.getFileName() + ".virnuc");
        return RunRequest.of(input)
                .into(folder)
                .model(model.choice())
                .encoders(device.encoders())
                .build();
    }
}
