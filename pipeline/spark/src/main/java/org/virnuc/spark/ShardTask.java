package org.virnuc.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.virnuc.engine.Interruption;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunIdentity;
import org.virnuc.pipeline.shards.ShardAttempt;
import org.virnuc.pipeline.shards.ShardCosts;
import org.virnuc.pipeline.shards.ShardPlan;
import org.virnuc.telemetry.RunInfo;

/**
 * What an executor does: it computes the shards of a partition, each by an attempt of its own.
 *
 * @param plan folder of the plan, which every machine has under this path
 * @param application id of the Spark application
 * @param command for the reports of shards
 * @param version for the reports of shards
 * @param localCores cores that the master gives the driver if that is also the executor; 0 on a cluster
 */
record ShardTask(String plan, String application, String command, String version, int localCores)
        implements VoidFunction<Iterator<Integer>>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public void call(Iterator<Integer> shards) throws InterruptedException {
        while (shards.hasNext()) {
            compute(shards.next());
        }
    }

    private void compute(int shard) throws InterruptedException {
        try {
            ExecutorModels models = ExecutorModels.here();
            int cores = ExecutorCores.here(localCores);
            RunContext context = RunContext.of(identity(cores), models.store());
            String attempt = application + "-" + TaskContext.get().taskAttemptId();
            new ShardAttempt(ShardPlan.open(Path.of(plan)), shard, attempt).compute(cores, context, models.pool());
        } catch (Exception e) {
            if (Interruption.caused(e)) {
                InterruptedException interrupted = new InterruptedException("the task was interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw WorkerException.of(e, shard, where());
        }
    }

    /** With the share of the executor that this task has while others may have the rest, by which its cost is counted. */
    private RunInfo identity(int cores) {
        RunInfo info = RunIdentity.now(command, version);
        Map<String, String> environment = new LinkedHashMap<>(info.environment());
        double share = Math.min(1, TaskContext.get().cpus() / (double) cores);
        environment.put(ShardCosts.SHARE, String.format(Locale.ROOT, "%.4f", share));
        return info.environment(environment);
    }

    private static String where() {
        SparkEnv executor = SparkEnv.get();
        return "executor " + executor.executorId() + " on "
                + executor.blockManager().blockManagerId().host();
    }
}
