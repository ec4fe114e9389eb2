package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.RunPlaces;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.pipeline.shards.ShardMerge;
import org.virnuc.pipeline.shards.ShardPlan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnuc merge}: puts the shards of a plan together. */
@Command(
        name = "merge",
        description = {
            "Puts the shards of a plan together: a run directory as virnuc predict makes it, with the same bytes.",
            "A shard that is missing, damaged, there twice or of another plan is an error that names it (exit code 3)."
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  virnuc merge plan -o results",
            "  virnuc merge plan results-1 results-2 -o results",
            "  virnuc merge plan -o results --output-format json"
        })
@Section.Of(Section.OUTPUT)
final class MergeCommand implements Callable<Integer> {
    private static final String ELSEWHERE = "give another file, or another directory with -o";

    @Section.Of(Section.INPUT)
    @Parameters(index = "0", paramLabel = "PLAN", description = "The directory of virnuc shard.")
    @SuppressWarnings("NullAway.Init")
    private Path plan;

    @Section.Of(Section.INPUT)
    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "RESULTS",
            description = "Directories with results of virnuc work (default: shards in PLAN).")
    private List<Path> results = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Run directory; may be PLAN, which saves a copy of the frames.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @CommandLine.Mixin
    private FormatOption format = new FormatOption();

    @CommandLine.Mixin
    private MonitoringMixin watched = new MonitoringMixin();

    @CommandLine.Mixin
    @SuppressWarnings(
            "UnusedVariable") // shown in the help; SensitiveValues reads it before the other options are parsed
    private PrivacyOption privacy = new PrivacyOption();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        watched.messages().apply();
        ShardPlan opened = ShardPlan.open(plan);
        ShardMerge merge = ShardMerge.of(opened, results.isEmpty() ? List.of(opened.results()) : results);
        ModelStore store = new ModelStore(CacheFolder.writable());
        RunRequest request = merge.request(output, store);
        named(request, merge).check();
        RunResult result = watched.run(spec, request, store, context -> context.given(merge.work()));
        Logs.summary(ResultText.report(result, RedactedLayout.redactor()));
        if (!watched.messages().quiet() || format.json()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    format.json()
                            ? ResultText.json(result, RedactedLayout.redactor())
                            : ResultText.line(result, RedactedLayout.redactor()));
            out.flush();
        }
        return (watched.lost() ? ExitCode.INTERNAL : ExitCode.DONE).number();
    }

    /** The files that the command reads and writes, to be checked for conflicts before anything is changed. */
    private NamedFiles named(RunRequest request, ShardMerge merge) {
        NamedFiles files = new NamedFiles();
        RunPlaces.add(files, request, Optional.of(Logs.FILE_NAME));
        files.reads("the cache folder", CacheFolder.path());
        merge.addTo(files, ELSEWHERE);
        watched.addTo(files);
        return files;
    }
}
