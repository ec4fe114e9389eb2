package org.virnuc.pipeline.shards;

import java.io.IOException;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.telemetry.RunInfo;

/** Computes the shards of a plan by other processes than this one, such as those of a cluster. */
public interface ShardEngine {

    /**
     * Checks what can be checked before anything is read.
     *
     * @throws org.virnuc.engine.UsageException if the engine is missing, or cannot do this run
     */
    void require(RunRequest request);

    /**
     * Computes all shards that have no result yet, and returns when each has one in {@link ShardPlan#results()}. What is
     * finished when this fails is kept.
     *
     * @param info command and version, which the reports of shards carry
     * @param watch is told of every finished shard; what it throws ends the computation
     * @throws org.virnuc.files.VirNucException if a worker cannot compute a shard; names the worker and the shard
     */
    void compute(ShardPlan plan, RunInfo info, Watch watch) throws IOException, InterruptedException;

    /** Is told how the computation gets on, by one thread at a time. */
    @FunctionalInterface
    interface Watch {
        /** A shard has a result now. */
        void finished(int shard) throws IOException;
    }
}
