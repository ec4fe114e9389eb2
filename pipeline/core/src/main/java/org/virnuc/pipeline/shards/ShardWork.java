package org.virnuc.pipeline.shards;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Fingerprint;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.pipeline.flow.ShardStages;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.PartialRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunPlan;
import org.virnuc.pipeline.run.RunProfile;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.stages.ChunkHeadStage;
import org.virnuc.pipeline.stages.EmbeddingShards;
import org.virnuc.pipeline.stages.Embeddings;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetrySink;

/**
 * Computes shards of a plan on this machine: the vectors of their frames and, where the model has a chunk head, the
 * judgements of their chunks. Each shard has a folder that is a run directory of its own; an interrupted shard goes on
 * where it stopped, and a finished one is not computed again.
 */
public final class ShardWork {
    private static final String ELSEWHERE = "give another directory with `output`";

    private final ShardPlan plan;
    private final RunPlan resolved;
    private final Options options;
    private final ModelOpener models;

    private ShardWork(ShardPlan plan, RunPlan resolved, Options options, ModelOpener models) {
        this.plan = plan;
        this.resolved = resolved;
        this.options = options;
        this.models = models;
    }

    /**
     * How shards are computed.
     *
     * @param results folder for the results
     * @param threads CPU threads, if the plan leaves the number to each machine; 0 for all cores
     * @param afresh whether to compute finished shards again
     * @param listeners consumers of the events of all shards
     */
    public record Options(Path results, int threads, boolean afresh, List<TelemetrySink> listeners) {

        public Options {
            listeners = List.copyOf(listeners);
        }
    }

    /** A shard that is finished; {@code seconds} is 0 if it was finished before. */
    public record Done(int shard, long frames, boolean before, double seconds) {}

    /**
     * Prepares work on a plan.
     *
     * @param models opens models; should keep them open from shard to shard
     * @throws org.virnuc.engine.UsageException if the results would lie among the files of the plan
     * @throws org.virnuc.models.DeviceException if this machine is of another kind than that of the plan
     */
    public static ShardWork of(ShardPlan plan, Options options, RunContext context, ModelOpener models)
            throws IOException {
        NamedFiles files = new NamedFiles();
        plan.addTo(files, ELSEWHERE);
        files.writes("the folder of the results", options.results(), ELSEWHERE);
        files.check();
        RunRequest request = plan.request();
        RunProfile profile = request.profile()
                .orElseThrow(() -> new InputException(
                        plan.folder() + ": the plan has no profile, so it is damaged; make it again"));
        int threads =
                options.threads() > 0 ? options.threads() : Runtime.getRuntime().availableProcessors();
        RunRequest here = request.toBuilder()
                .profile(new RunProfile(profile.execution().onCores(threads), profile.model(), profile.scoreError()))
                .build();
        return new ShardWork(plan, plan.resolve(here, context.store()), options, models);
    }

    /**
     * Computes one shard, unless it is finished.
     *
     * @param context of this shard: its run id goes into the files
     * @throws InterruptedException if the calling thread was interrupted; what is finished is kept
     */
    public Done compute(int shard, RunContext context) throws IOException, InterruptedException {
        Objects.checkIndex(shard - 1, plan.shards());
        Path folder = options.results().resolve(ShardResult.folderName(shard));
        Optional<ShardResult> before = options.afresh() ? Optional.empty() : ShardResult.find(folder);
        boolean same = before.filter(result -> result.plan().equals(plan.fingerprint()))
                .isPresent();
        if (before.isPresent() && same && before.get().damage(folder).isEmpty()) {
            return new Done(shard, before.get().frames(), true, 0);
        }
        boolean other = before.isPresent() && !same;
        LastReport report = new LastReport();
        RunRequest.Builder request = resolved.request().toBuilder().into(folder).force(options.afresh() || other);
        options.listeners().forEach(request::listener);
        request.listener(TelemetrySink.immediately(report));
        RunPlan here = resolved.with(request.build());
        List<ShardResult.ShardStage> stages =
                PartialRun.run(here, context.models(models), scene -> compute(shard, here, scene, context));
        ShardResult result = result(shard, stages, Objects.requireNonNull(report.report), context);
        result.write(folder);
        return new Done(shard, result.frames(), false, result.seconds());
    }

    private List<ShardResult.ShardStage> compute(int shard, RunPlan here, PartialRun.Scene scene, RunContext context)
            throws IOException, InterruptedException {
        ShardStages all = here.shardStages(context.store(), models);
        Artifact<SequenceShards> nucleotides = plan.letters(StageId.NUCLEOTIDE_SPLITTING, shard);
        Artifact<SequenceShards> proteins = plan.letters(StageId.PROTEIN_SPLITTING, shard);
        List<ShardResult.ShardStage> stages = new ArrayList<>();
        Artifact<EmbeddingShards> dna = run(all.dnabertS().only(shard), nucleotides, scene, stages);
        Artifact<EmbeddingShards> protein = run(all.esm2().only(shard), proteins, scene, stages);
        if (all.chunkHead().isPresent()) {
            ChunkHeadStage chunkHead = all.chunkHead().get();
            Artifact<Embeddings> vectors = dna.with(protein, Embeddings::new);
            var input = plan.chunked().with(vectors, ChunkHeadStage.Input::new);
            run(chunkHead.only(plan.chunks(shard)), input, scene, stages);
        }
        return stages;
    }

    private static <I, O> Artifact<O> run(
            Stage<I, O> stage, Artifact<I> input, PartialRun.Scene scene, List<ShardResult.ShardStage> done)
            throws IOException, InterruptedException {
        Artifact<O> output = scene.runner().run(stage, input);
        Path folder = scene.directory()
                .work()
                .resolve(Fingerprint.of(stage, input.digest()).folderName());
        done.add(ShardResult.ShardStage.of(
                folder, Manifest.read(folder).orElseThrow(() -> new IOException(folder + " has no manifest"))));
        return output;
    }

    private ShardResult result(int shard, List<ShardResult.ShardStage> stages, RunReport report, RunContext context) {
        return new ShardResult(
                ShardResult.FORMAT,
                plan.fingerprint(),
                shard,
                stages.get(0).items(),
                resolved.profile().execution().machine(),
                context.info().version(),
                context.info().runId(),
                report.startedAt().toString(),
                Objects.requireNonNullElse(report.endedAt(), report.startedAt()).toString(),
                report.totals().cost(),
                report.totals().currency(),
                stages);
    }

    /** Keeps the last report of a run. */
    private static final class LastReport implements TelemetrySink {
        private volatile @Nullable RunReport report;

        @Override
        public boolean wantsModelCalls() {
            return false;
        }

        @Override
        public void accept(TelemetryEvent event) {
            if (event instanceof TelemetryEvent.RunEnded ended) {
                report = ended.report();
            }
        }
    }
}
