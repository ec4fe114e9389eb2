package org.virnuc.pipeline.shards;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.StageId;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.FileRecord;
import org.virnuc.files.TemporaryFolder;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.run.InputSpool;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.PartialRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunPlaces;
import org.virnuc.pipeline.run.RunPlan;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunRequestForm;
import org.virnuc.pipeline.stages.ChunkIndex;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.sequences.InputFile;

/**
 * Makes a plan: reads the inputs once, cuts and translates them as every run does, and finds what is repeated. After this
 * nobody has to read the inputs.
 *
 * <p>A shard is the frames that a run on one machine encodes as one shard, with the chunks that these frames come from. So
 * the batches of every shard are those of that run, and neither the number of workers nor their order can change a byte.
 */
public final class Sharding {
    private final RunContext context;

    /** Creates a plan maker in {@code context}. */
    public Sharding(RunContext context) {
        this.context = context;
    }

    /**
     * Makes the plan of a request in the request's directory; what an interrupted call has finished is kept.
     *
     * @throws UsageException if the run cannot be split, or the directory has a plan for something else
     * @throws InterruptedException if the calling thread was interrupted
     */
    public ShardPlan plan(RunRequest request) throws IOException, InterruptedException {
        requireSplittable(request);
        NamedFiles files = new NamedFiles();
        RunPlaces.add(files, request, context.logName());
        files.check();
        RunPlan plan = RunPlan.of(request, context.store());
        Path folder = request.outputDirectory();
        Optional<PlanFile> before = request.force() ? Optional.empty() : PlanFile.find(folder);
        return PartialRun.run(plan, context, scene -> write(plan, scene, before));
    }

    private static void requireSplittable(RunRequest request) {
        if (request.embeddingCache().isPresent()) {
            throw new UsageException(
                    "an embedding cache is of one machine, and shards are computed on any; leave it out");
        }
    }

    private ShardPlan write(RunPlan plan, PartialRun.Scene scene, Optional<PlanFile> before)
            throws IOException, InterruptedException {
        PartialRun.Inputs inputs = scene.inputs().take();
        Path folder = scene.directory().root();
        before.ifPresent(earlier -> requireSame(folder, earlier, inputs));
        Prepared prepared =
                prepare(scene, inputs.artifact(plan.request().reads().strict()));
        boolean judged = plan.request().results().judged();
        FileRecord index = judged ? index(folder, prepared) : null;
        PlanFile file = file(plan, inputs, prepared, index);
        file.write(folder);
        return ShardPlan.open(folder);
    }

    /** A folder with shards of other inputs is not overwritten by mistake. */
    private static void requireSame(Path folder, PlanFile earlier, PartialRun.Inputs inputs) {
        List<String> now = inputs.files().stream().map(InputSpool.Entry::sha256).toList();
        if (!earlier.inputs().stream().map(PlanFile.Input::sha256).toList().equals(now)) {
            String names = String.join(
                    ", ", earlier.inputs().stream().map(PlanFile.Input::path).toList());
            throw new UsageException(folder + " has the plan of another input, " + names
                    + "; give another directory with `output`, or `force` to replace it");
        }
    }

    private record Prepared(List<PlanFile.PlannedStage> stages, Chunks chunks, Frames frames) {}

    private static Prepared prepare(PartialRun.Scene scene, Artifact<InputFiles> input)
            throws IOException, InterruptedException {
        StageRunner runner = scene.runner();
        Stages stages = scene.stages();
        Artifact<Chunks> chunks = runner.run(stages.chunking(), input);
        Artifact<Frames> frames = runner.run(stages.translation(), chunks);
        Artifact<SequenceShards> nucleotides = runner.run(stages.nucleotideSplitting(), frames);
        Artifact<SequenceShards> proteins = runner.run(stages.proteinSplitting(), frames);
        List<PlanFile.PlannedStage> planned = new ArrayList<>();
        add(planned, StageId.CHUNKING, chunks.value().stage().folder(), chunks.digest());
        add(planned, StageId.TRANSLATION, frames.value().stage().folder(), frames.digest());
        add(planned, StageId.NUCLEOTIDE_SPLITTING, nucleotides.value().stage().folder(), nucleotides.digest());
        add(planned, StageId.PROTEIN_SPLITTING, proteins.value().stage().folder(), proteins.digest());
        return new Prepared(planned, chunks.value(), frames.value());
    }

    private static void add(List<PlanFile.PlannedStage> planned, StageId id, Path folder, String digest) {
        planned.add(new PlanFile.PlannedStage(id.word(), String.valueOf(folder.getFileName()), digest));
    }

    private static FileRecord index(Path folder, Prepared prepared) throws IOException, InterruptedException {
        FileRecord[] written = new FileRecord[1];
        try (TemporaryFolder scratch = TemporaryFolder.in(folder.resolve(RunDirectory.WORK), "index-");
                AtomicFile out = AtomicFile.create(folder.resolve(ShardPlan.INDEX), record -> written[0] = record)) {
            ChunkIndex.write(new ChunkedFrames(prepared.chunks(), prepared.frames()), scratch::path, out);
            out.commit();
        }
        return written[0];
    }

    private PlanFile file(RunPlan plan, PartialRun.Inputs inputs, Prepared prepared, @Nullable FileRecord index) {
        RunRequest request = plan.request().toBuilder()
                .inputs(inputs.files().stream()
                        .map(entry -> Path.of(given(entry)))
                        .toList())
                .profile(plan.profile())
                .force(false)
                .build();
        long frames = prepared.frames().frameCount();
        String fingerprint = ShardPlan.fingerprint(
                plan.shardStages(context.store(), context.models()).settings(), prepared.stages(), index);
        return new PlanFile(
                PlanFile.FORMAT,
                context.info().version(),
                fingerprint,
                plan.profile().execution().machine(),
                shards(frames),
                frames,
                prepared.frames().chunkCount(),
                plan.length(),
                inputs.files().stream().map(Sharding::input).toList(),
                inputs.reference().map(Sharding::input).orElse(null),
                prepared.stages(),
                index,
                RunRequestForm.of(request).json());
    }

    private static int shards(long frames) {
        return frames == 0 ? 1 : SequenceShards.shardOf(frames - 1);
    }

    private static PlanFile.Input input(InputSpool.Entry entry) {
        return new PlanFile.Input(given(entry), absolute(entry.file()), entry.sha256());
    }

    /** The path of an input from any working directory. */
    private static String given(InputSpool.Entry entry) {
        Path path = entry.given();
        return path.equals(InputFile.STANDARD_INPUT) ? path.toString() : absolute(path);
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
