package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.virnuc.engine.UsageException;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.RunPlaces;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.verify.Agreement;
import org.virnuc.pipeline.verify.VerifyRun;
import org.virnuc.telemetry.Alerts;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.progress.ProgressDisplay;
import org.virnuc.telemetry.redact.Redactor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc verify}: measures how far the fast setting agrees with the reference on the user's own data. */
@Command(
        name = "verify",
        description = {
            "Shows how far labels and scores of a fast setting agree with fp32, on a sample of your data.",
            "The sample is scored twice, in fp32 one sequence at a time and in the setting a run would have. No"
                    + " results are written; the cache keeps converted models, and how far scores differ, so that runs can"
                    + " tell which chunks lie too near a tie, and the history of runs what was found."
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  virnuc verify contigs.fasta",
            "  virnuc verify contigs.fasta --model virnucpro --precision bf16 --sample 200",
            "  virnuc verify reads.fa.gz --length 300 --min-agreement 0.995 --output-format json",
            "",
            "Exit code 0: the labels of chunks agree as often as asked for; 8: less often."
        })
final class VerifyCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "INPUT",
            arity = "1..*",
            description = "FASTA or FASTQ files, plain or compressed; - is standard input.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--sample",
            paramLabel = "CHUNKS",
            defaultValue = "2000",
            description =
                    "How many chunks with an open frame are scored, drawn at random from all of the input, the same"
                            + " each time (default: ${DEFAULT-VALUE}).")
    private int sample;

    @Option(
            names = "--min-agreement",
            paramLabel = "SHARE",
            defaultValue = "0.999",
            description = "The least share of chunks with the same label (default: ${DEFAULT-VALUE}).")
    private double minAgreement;

    @CommandLine.Mixin
    private LengthOptions chunk = new LengthOptions();

    @CommandLine.Mixin
    private ModelOptions model = new ModelOptions();

    @CommandLine.Mixin
    private DeviceOptions device = new DeviceOptions();

    @CommandLine.Mixin
    private ReadMixin reads = new ReadMixin();

    @CommandLine.Mixin
    private FormatOption format = new FormatOption();

    @CommandLine.Mixin
    private AlertOption alert = new AlertOption();

    @CommandLine.Mixin
    private RunRecording recording = new RunRecording();

    @CommandLine.Mixin
    private MessageOptions messages = new MessageOptions();

    @CommandLine.Mixin
    @SuppressWarnings(
            "UnusedVariable") // shown in the help; SensitiveValues reads it before the other options are parsed
    private PrivacyOption privacy = new PrivacyOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        messages.apply();
        if (sample < 1) {
            throw new UsageException("--sample " + sample + " compares nothing; give 1 or more");
        }
        if (!(minAgreement >= 0 && minAgreement <= 1)) {
            throw new UsageException("--min-agreement " + minAgreement + " is not a share; give 0 to 1, such as 0.999");
        }
        RunRequest config = config();
        NamedFiles files = new NamedFiles();
        RunPlaces.addRead(files, config);
        recording.addTo(files);
        files.check();
        Agreement agreement = compare(config, alert.alerts(minAgreement));
        Redactor redactor = RedactedLayout.redactor();
        AgreementText text = new AgreementText(agreement, minAgreement, redactor);
        PrintWriter out = spec.commandLine().getOut();
        out.println(format.json() ? text.json() : redactor.text(text.page()));
        out.flush();
        return text.exitCode().number();
    }

    private Agreement compare(RunRequest config, Alerts alerts) throws IOException, InterruptedException {
        PrintStream standardError = System.err;
        Path cache = CacheFolder.writable();
        RunInfo info = ThisCommand.run(spec);
        Redactor redactor = RedactedLayout.redactor();
        return UnresumableException.during("virnuc verify", () -> {
            try (RunRecording.RunRecorder recorder = recording.start(!redactor.on());
                    ProgressDisplay display = messages.open(standardError)) {
                return VerifyRun.of(config, new ModelStore(cache), ModelStore.vanilla(cache))
                        .recorded(info, List.of(recorder), recorder::directory, redactor)
                        .alerts(alerts)
                        .compare(sample, System.in, List.of(display));
            }
        });
    }

    /** The request of a run with these options. Its output files are irrelevant. */
    private RunRequest config() {
        return RunRequest.of(inputs)
                .length(chunk.length())
                .allowLengthMismatch(chunk.allowLengthMismatch())
                .model(model.choice())
                .encoders(device.encoders())
                .telemetry(TelemetryTier.OFF)
                .reads(reads.options())
                .build();
    }
}
