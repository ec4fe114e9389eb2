package org.virnuc.pipeline.shards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.AtomicFolder;
import org.virnuc.files.TemporaryFolder;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.pipeline.run.RunContext;

/**
 * One attempt at a shard by a worker that may be killed, replaced or doubled. Every attempt has a folder of its own, so
 * attempts at one shard cannot disturb each other. The first that finishes is the result; see {@link LostAttempt} for the
 * others.
 *
 * @param shard number, from 1
 * @param name of the attempt; no other attempt at a shard of the plan has it
 */
public record ShardAttempt(ShardPlan plan, int shard, String name) {
    private static final String FOLDER = "attempts";

    /** What came of an attempt. */
    public enum Outcome {
        /** The shard had a result already; nothing was computed. */
        FINISHED_BEFORE,
        /** The attempt is the result. */
        COMMITTED,
        /** Another attempt was faster. */
        TOO_LATE
    }

    /** The folder for the folders of attempts. */
    static Path folder(ShardPlan plan) {
        return plan.results().resolve(FOLDER);
    }

    /**
     * Computes the shard, unless it has a result.
     *
     * @param threads CPU threads, if the plan leaves the number to each machine
     * @param context of this shard
     * @param models opens models; should keep them open from shard to shard
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Outcome compute(int threads, RunContext context, ModelOpener models)
            throws IOException, InterruptedException {
        Path place = plan.results().resolve(ShardResult.folderName(shard));
        Optional<ShardResult> before = ShardResult.find(place);
        if (before.isPresent() && before.get().isOf(plan)) {
            return Outcome.FINISHED_BEFORE;
        }
        Path own = Files.createDirectories(folder(plan).resolve(name));
        ShardWork.Options options = new ShardWork.Options(own, threads, false, List.of());
        ShardWork.of(plan, options, context, models).compute(shard, context);
        Path finished = own.resolve(ShardResult.folderName(shard));
        if (AtomicFolder.commitNew(finished, place)) {
            Files.delete(own);
            return Outcome.COMMITTED;
        }
        new TemporaryFolder(finished.resolve(RunDirectory.WORK)).close();
        return Outcome.TOO_LATE;
    }
}
