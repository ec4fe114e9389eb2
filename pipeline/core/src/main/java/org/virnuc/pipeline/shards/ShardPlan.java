package org.virnuc.pipeline.shards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.resume.Fingerprint;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.Digests;
import org.virnuc.files.FileRecord;
import org.virnuc.files.TemporaryFolder;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.flow.ShardStages;
import org.virnuc.pipeline.run.InputSpool;
import org.virnuc.pipeline.run.NamedFiles;
import org.virnuc.pipeline.run.RunPlan;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.stages.ChunkIndex;
import org.virnuc.pipeline.stages.ChunkShard;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.sequences.InputException;

/** A plan on disk: what to compute, the frames of all shards, and where results of shards are kept by default. */
public final class ShardPlan {
    static final List<StageId> STAGES =
            List.of(StageId.CHUNKING, StageId.TRANSLATION, StageId.NUCLEOTIDE_SPLITTING, StageId.PROTEIN_SPLITTING);
    static final String INDEX = "index.bin";

    private static final String SHARDS = "shards";

    private final Path folder;
    private final PlanFile file;

    private ShardPlan(Path folder, PlanFile file) {
        this.folder = folder;
        this.file = file;
    }

    /**
     * Opens the plan in a folder.
     *
     * @throws InputException if there is none, or it is damaged
     */
    public static ShardPlan open(Path folder) throws IOException {
        return new ShardPlan(folder, PlanFile.read(folder));
    }

    /** The folder of the plan. */
    public Path folder() {
        return folder;
    }

    /** The number of shards. */
    public int shards() {
        return file.shards();
    }

    /** The number of frames of all shards. */
    public long frames() {
        return file.frames();
    }

    /** The number of chunks of all records. */
    public long chunks() {
        return file.chunks();
    }

    /** The folder for results of shards in the folder of the plan. */
    public Path results() {
        return folder.resolve(SHARDS);
    }

    /** Removes the plan and all results of shards. What stages have left in {@code work} stays. */
    public void delete() throws IOException {
        Files.deleteIfExists(folder.resolve(PlanFile.NAME));
        Files.deleteIfExists(folder.resolve(INDEX));
        new TemporaryFolder(results()).close();
    }

    /**
     * Whether a run on one machine has finished the vectors of all frames in the folder of the plan, so that shards would be
     * computed a second time.
     */
    public boolean isEncoded(ModelStore store) throws IOException {
        ShardStages all = resolve(request(), store).shardStages(store, store);
        return isFinished(all.dnabertS(), StageId.NUCLEOTIDE_SPLITTING)
                && isFinished(all.esm2(), StageId.PROTEIN_SPLITTING);
    }

    private boolean isFinished(Stage<?, ?> stage, StageId input) throws IOException {
        String name = Fingerprint.of(stage, digest(input)).folderName();
        return Manifest.read(folder.resolve(RunDirectory.WORK).resolve(name)).isPresent();
    }

    /** Adds the files of the plan, which no other file may replace; {@code elsewhere} says how to choose another. */
    void addTo(NamedFiles files, String elsewhere) {
        files.reads("the plan", folder.resolve(PlanFile.NAME));
        files.reads("the index of the plan", folder.resolve(INDEX));
        files.owns("the work folder of the plan " + folder, folder.resolve(RunDirectory.WORK), elsewhere);
    }

    /** The request of the whole run, with what the machine that made the plan has decided. */
    public RunRequest request() throws IOException {
        return file.requested();
    }

    /** What to do about a shard that cannot be used. */
    String advice(int shard) {
        return "compute it again with `work` " + shard;
    }

    String fingerprint() {
        return file.fingerprint();
    }

    String machine() {
        return file.machine();
    }

    /**
     * Resolves a request for the models of this machine.
     *
     * @throws UsageException if they would compute something else than the plan says
     */
    RunPlan resolve(RunRequest request, ModelStore store) throws IOException {
        RunPlan plan = RunPlan.read(request, store);
        String here = fingerprint(plan.shardStages(store, store).settings(), file.stages(), file.index());
        if (!here.equals(file.fingerprint())) {
            throw new UsageException(folder + ": the plan was made by virnuc " + file.version()
                    + " for stages that compute otherwise here; use the same version of virnuc everywhere, or"
                    + " make the plan again");
        }
        return plan;
    }

    static String fingerprint(List<Setting> settings, List<PlanFile.PlannedStage> stages, @Nullable FileRecord index) {
        StringBuilder text = new StringBuilder();
        settings.forEach(setting ->
                text.append(setting.name()).append('=').append(setting.value()).append('\n'));
        stages.forEach(stage ->
                text.append(stage.stage()).append(' ').append(stage.digest()).append('\n'));
        text.append("index ").append(index == null ? "" : index.sha256());
        return Digests.ofText(text.toString());
    }

    /** The folder of a finished stage. */
    Path folderOf(StageId id) {
        return folder.resolve(RunDirectory.WORK).resolve(file.stage(id).folder());
    }

    /**
     * The manifest of a finished stage.
     *
     * @throws InputException if it is missing, or not what the plan says
     */
    Manifest manifest(StageId id) throws IOException {
        Optional<Manifest> manifest = Manifest.read(folderOf(id));
        if (manifest.isEmpty()
                || !manifest.get().contentDigest().equals(file.stage(id).digest())) {
            throw new InputException(folderOf(id).resolve(Manifest.FILE_NAME)
                    + ": it is missing or not what was written; make the plan again");
        }
        return manifest.get();
    }

    /** The chunks of all records and their frames. */
    Artifact<ChunkedFrames> chunked() throws IOException {
        return new Artifact<>(new Chunks(finished(StageId.CHUNKING), file.length()), digest(StageId.CHUNKING))
                .with(
                        new Artifact<>(new Frames(finished(StageId.TRANSLATION)), digest(StageId.TRANSLATION)),
                        ChunkedFrames::new);
    }

    /**
     * The nucleotides or proteins of all frames, of which those of one shard were checked.
     *
     * @throws InputException if they are not what was written
     */
    Artifact<SequenceShards> letters(StageId id, int shard) throws IOException {
        String extension = id == StageId.NUCLEOTIDE_SPLITTING ? ".fa" : ".faa";
        SequenceShards all = new SequenceShards(finished(id), extension);
        if (shard <= all.shards()) {
            String name = String.valueOf(all.file(shard).getFileName());
            FileRecord record = manifest(id).files().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InputException(folderOf(id) + ": there is no " + name));
            requireWhole(folderOf(id), record);
        }
        return new Artifact<>(all, digest(id));
    }

    /**
     * Where the chunks of a shard are.
     *
     * @throws InputException if the index is not what was written
     */
    ChunkShard chunks(int shard) throws IOException {
        FileRecord index = file.index();
        if (index == null) {
            throw new IllegalStateException("the plan has no index, and its run a chunk head");
        }
        requireWhole(folder, index);
        return ChunkIndex.read(folder.resolve(INDEX), shard);
    }

    private static void requireWhole(Path folder, FileRecord record) throws IOException {
        Optional<String> damage = record.damage(folder);
        if (damage.isPresent()) {
            throw new InputException(folder.resolve(record.name()) + ": it " + damage.get() + "; make the plan again");
        }
    }

    /** The inputs that were read. */
    List<InputSpool.Entry> inputs() {
        return file.inputs().stream().map(ShardPlan::entry).toList();
    }

    /** The FASTA file that CRAM reads are stored against. */
    Optional<InputSpool.Entry> reference() {
        return Optional.ofNullable(file.reference()).map(ShardPlan::entry);
    }

    private static InputSpool.Entry entry(PlanFile.Input input) {
        return new InputSpool.Entry(Path.of(input.path()), Path.of(input.file()), input.sha256());
    }

    private FinishedStage finished(StageId id) throws IOException {
        return new FinishedStage(folderOf(id), digest(id), manifest(id).counts());
    }

    private String digest(StageId id) {
        return file.stage(id).digest();
    }
}
