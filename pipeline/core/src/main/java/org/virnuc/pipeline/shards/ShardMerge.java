package org.virnuc.pipeline.shards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ChunkHeadStep;
import org.virnuc.pipeline.flow.ExtraStep;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.run.GivenWork;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.shards.GivenStage.GivenFile;
import org.virnuc.pipeline.shards.ShardResult.ShardStage;
import org.virnuc.pipeline.stages.ChunkHeadScores;

/**
 * Puts shards together: a run of the plan's request in which the frames come from the plan and their vectors from the
 * shards. All that follows, and all that needs the whole run, is what every run does.
 */
public final class ShardMerge {
    private final ShardPlan plan;
    private final SortedMap<Integer, FoundShards.Found> shards;
    private final List<LostAttempt> lost;

    private ShardMerge(ShardPlan plan, SortedMap<Integer, FoundShards.Found> shards, List<LostAttempt> lost) {
        this.plan = plan;
        this.shards = shards;
        this.lost = lost;
    }

    /**
     * Finds the shards of a plan.
     *
     * @param folders folders with results of shards
     * @throws org.virnuc.sequences.InputException naming the shard that is missing, unfinished, there twice, or of another
     *     plan
     */
    public static ShardMerge of(ShardPlan plan, List<Path> folders) throws IOException {
        return new ShardMerge(plan, FoundShards.in(plan, folders), LostAttempt.of(plan));
    }

    /**
     * The request of the whole run.
     *
     * @throws org.virnuc.engine.UsageException if the program would compute something else than the plan says
     */
    public RunRequest request(Path output, ModelStore store) throws IOException {
        plan.resolve(plan.request(), store);
        return plan.request().toBuilder().into(output).build();
    }

    /**
     * Adds what a merge reads of the plan and its shards, which no other file may replace.
     *
     * @param elsewhere how to choose another directory for the merged run
     */
    public void addTo(NamedFiles files, String elsewhere) {
        plan.addTo(files, elsewhere);
        shards.forEach((number, shard) -> files.owns("the folder of shard " + number, shard.folder(), elsewhere));
    }

    /** The work that the plan and its shards contain. */
    public GivenWork work() {
        return new GivenWork(plan.inputs(), plan.reference(), this::given, new ShardFeature(results(), lost));
    }

    private List<ShardResult> results() {
        return shards.values().stream().map(FoundShards.Found::result).toList();
    }

    private Stages given(Stages stages) {
        try {
            return new Stages(
                    planned(stages.chunking()),
                    planned(stages.translation()),
                    planned(stages.nucleotideSplitting()),
                    planned(stages.proteinSplitting()),
                    computed(stages.dnabertS()),
                    computed(stages.esm2()),
                    stages.merging(),
                    stages.prediction(),
                    stages.consensus(),
                    given(stages.extra()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <I, O> Stage<I, O> planned(Stage<I, O> stage) throws IOException {
        Manifest manifest = plan.manifest(stage.id());
        Path folder = plan.folderOf(stage.id());
        List<GivenFile> files = manifest.files().stream()
                .map(file -> new GivenFile(folder, file, "make the plan again"))
                .toList();
        return new GivenStage<>(stage, files, manifest.counts(), manifest.itemsIn(), Map.of());
    }

    private <I, O> Stage<I, O> computed(Stage<I, O> stage) {
        List<GivenFile> files = new ArrayList<>();
        Map<String, Long> counts = new HashMap<>();
        long items = 0;
        double seconds = 0;
        double slowest = 0;
        for (FoundShards.Found shard : shards.values()) {
            ShardStage part = part(shard, stage.id());
            part.files()
                    .forEach(file -> files.add(new GivenFile(
                            part.in(shard.folder()),
                            file,
                            plan.advice(shard.result().shard()))));
            counts.putAll(part.counts());
            items += part.items();
            seconds += part.seconds();
            slowest = Math.max(slowest, part.seconds());
        }
        Map<String, Number> metrics = Map.of("shards_seconds", seconds, "slowest_shard_seconds", slowest);
        return new GivenStage<>(stage, files, counts, items, metrics);
    }

    private static ShardStage part(FoundShards.Found shard, StageId id) {
        Optional<ShardStage> part = shard.result().stage(id);
        return part.orElseThrow(
                () -> new IllegalStateException("shard " + shard.result().shard() + " has no stage " + id.word()));
    }

    private List<ExtraStep> given(List<ExtraStep> steps) throws IOException {
        List<ExtraStep> all = new ArrayList<>();
        for (ExtraStep step : steps) {
            all.add(step instanceof ChunkHeadStep judging ? judging.given(judgements()) : step);
        }
        return all;
    }

    private List<ChunkHeadScores> judgements() throws IOException {
        List<ChunkHeadScores> scores = new ArrayList<>();
        for (FoundShards.Found shard : shards.values()) {
            ShardStage part = part(shard, StageId.CHUNK_HEAD);
            shard.requireWhole(part, plan.advice(shard.result().shard()));
            FinishedStage finished = part.finished(shard.folder());
            scores.add(ChunkHeadScores.in(finished.folder(), Math.toIntExact(finished.count("files"))));
        }
        return scores;
    }
}
