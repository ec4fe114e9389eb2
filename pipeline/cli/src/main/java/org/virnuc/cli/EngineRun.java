package org.virnuc.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.UsageException;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ExtraSteps;
import org.virnuc.pipeline.run.ModelChoice;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunPlaces;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.pipeline.shards.ResultFolder;
import org.virnuc.pipeline.shards.ShardCosts;
import org.virnuc.pipeline.shards.ShardEngine;
import org.virnuc.pipeline.shards.ShardMerge;
import org.virnuc.pipeline.shards.ShardPlan;
import org.virnuc.pipeline.shards.Sharding;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.progress.ProgressDisplay;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A run of {@code virnuc predict} whose shards an engine computes. The plan is made and merged here, both in the run
 * directory.
 */
final class EngineRun {
    private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);
    private static final String ELSEWHERE = "give another file, or another directory with -o";

    private final ShardEngine engine;
    private final CommandSpec spec;
    private final MonitoringMixin monitoring;

    EngineRun(ShardEngine engine, CommandSpec spec, MonitoringMixin monitoring) {
        this.engine = engine;
        this.spec = spec;
        this.monitoring = monitoring;
    }

    /**
     * Checks what can be checked before anything is read.
     *
     * @throws UsageException if the engine cannot do the run
     */
    void require(RunRequest asked) {
        engine.require(asked);
        requireShared();
    }

    /**
     * Checks that the run is one that several machines can share.
     *
     * @throws UsageException if it is not
     */
    static void requireShared() {
        if (RedactedLayout.redactor().on()) {
            throw new UsageException("--no-sensitive-logs does not reach the reports of shards, which other processes"
                    + " write; leave it out");
        }
    }

    /** Makes the plan, has its shards computed, and merges them. */
    RunResult run(RunRequest asked, ModelStore store) throws IOException, InterruptedException {
        ShardPlan plan = plan(asked, store);
        if (asked.force()) {
            try (ResultFolder results = ResultFolder.open(plan)) {
                results.clear();
            }
        }
        RunResult result = isDoneHere(plan, store)
                ? monitoring.run(spec, asked, store, store, ExtraSteps.NONE)
                : merged(asked, plan, store);
        if (asked.clean()) {
            plan.delete();
        }
        return result;
    }

    /** Whether the directory has all vectors of a run on one machine, and not the shards. */
    private static boolean isDoneHere(ShardPlan plan, ModelStore store) throws IOException {
        if (!plan.isEncoded(store)) {
            return false;
        }
        try (ResultFolder results = ResultFolder.open(plan)) {
            if (results.missing().isEmpty()) {
                return false;
            }
        }
        LOG.info(
                "{} has the vectors of a run on one machine; they are taken over, and no shard is computed",
                plan.folder());
        return true;
    }

    private RunResult merged(RunRequest asked, ShardPlan plan, ModelStore store)
            throws IOException, InterruptedException {
        ShardCosts costs = new ShardCosts(plan, asked.costs());
        costs.check();
        engine.compute(plan, ThisCommand.run(spec), shard -> costs.check());
        costs.check();
        ShardMerge merge = ShardMerge.of(plan, List.of(plan.results()));
        RunRequest request = merge.request(plan.folder(), store).toBuilder()
                .telemetry(asked.telemetry())
                .baseline(asked.baseline())
                .explain(asked.explain())
                .clean(asked.clean())
                .costs(asked.costs())
                .alerts(asked.alerts())
                .build();
        named(request, merge).check();
        return monitoring.run(spec, request, store, context -> context.given(merge.work()));
    }

    private ShardPlan plan(RunRequest asked, ModelStore store) throws IOException, InterruptedException {
        RunContext context = RunContext.of(ThisCommand.run(spec), store).standardInput(System.in);
        PrintStream standardError = System.err;
        try (ProgressDisplay display = monitoring.messages().open(standardError)) {
            RunRequest.Builder request =
                    asked.toBuilder().model(absolute(asked.model())).listener(display);
            request.telemetry(TelemetryTier.SUMMARY)
                    .baseline(Optional.empty())
                    .explain(false)
                    .clean(false);
            return new Sharding(context).plan(request.build());
        }
    }

    /** The model by paths that hold in every working directory. */
    private static ModelChoice absolute(ModelChoice model) {
        if (!model.inParts()) {
            return model;
        }
        ModelChoice.Parts parts = ModelChoice.parts();
        model.dna().ifPresent(path -> parts.dna(absolute(path)));
        model.protein().ifPresent(path -> parts.protein(absolute(path)));
        model.head().ifPresent(path -> parts.head(absolute(path)));
        ModelChoice absolute = parts.build();
        return model.cascade().map(absolute::with).orElse(absolute);
    }

    private static Path absolute(Path part) {
        return Files.exists(part) ? part.toAbsolutePath() : part; // otherwise it is a name
    }

    private NamedFiles named(RunRequest request, ShardMerge merge) {
        NamedFiles files = new NamedFiles();
        RunPlaces.add(files, request, Optional.of(Logs.FILE_NAME));
        files.reads("the cache folder", CacheFolder.path());
        merge.addTo(files, ELSEWHERE);
        monitoring.addTo(files);
        return files;
    }
}
