package org.virnuc.pipeline.shards;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.FixedNames;
import org.virnuc.files.TemporaryFolder;

/**
 * The folder for results in the folder of a plan, locked by the process that has the shards computed. Workers do not lock
 * it.
 */
public final class ResultFolder implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final ShardPlan plan;
    private final FileChannel lock;

    private ResultFolder(ShardPlan plan, FileChannel lock) {
        this.plan = plan;
        this.lock = lock;
    }

    /**
     * Creates the folder if it is missing and locks it.
     *
     * @throws UsageException if another process has the shards of this plan computed
     */
    public static ResultFolder open(ShardPlan plan) throws IOException {
        Files.createDirectories(plan.results());
        FileChannel channel = FixedNames.lock(plan.results().resolve(LOCK));
        if (!locked(channel)) {
            channel.close();
            throw new UsageException("another process has the shards of " + plan.folder()
                    + " computed; wait for it to end, or give another directory with `output`");
        }
        return new ResultFolder(plan, channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** Removes all results and what attempts have left. */
    public void clear() throws IOException {
        for (int shard = 1; shard <= plan.shards(); shard++) {
            remove(folder(shard));
        }
        remove(ShardAttempt.folder(plan));
    }

    /**
     * The shards without a result. A result that is damaged or of another plan is removed first, so that another can take
     * its place. Reads all results.
     */
    public List<Integer> missing() throws IOException {
        List<Integer> missing = new ArrayList<>();
        for (int shard = 1; shard <= plan.shards(); shard++) {
            if (!isFinished(shard)) {
                remove(folder(shard));
                missing.add(shard);
            }
        }
        return missing;
    }

    private boolean isFinished(int shard) throws IOException {
        Optional<ShardResult> result = ShardResult.find(folder(shard));
        return result.isPresent()
                && result.get().isOf(plan)
                && result.get().damage(folder(shard)).isEmpty();
    }

    /** Removes what lost attempts have computed; their reports stay. */
    public void dropLostWork() throws IOException {
        for (LostAttempt lost : LostAttempt.of(plan)) {
            remove(lost.folder(plan).resolve(RunDirectory.WORK));
        }
    }

    private Path folder(int shard) {
        return plan.results().resolve(ShardResult.folderName(shard));
    }

    private static void remove(Path folder) {
        if (Files.exists(folder)) {
            new TemporaryFolder(folder).close();
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
