package org.virnuc.spark;

import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.virnuc.engine.Interruption;
import org.virnuc.pipeline.shards.ShardEngine;
import org.virnuc.pipeline.shards.ShardNumbers;
import org.virnuc.pipeline.shards.ShardPlan;
import org.virnuc.telemetry.RunInfo;

/**
 * One Spark job: a task for each shard, no shuffle. What executors compute is in the folder of the plan; nothing but
 * numbers of shards travels.
 */
record ShardJob(ShardPlan plan, RunInfo info, List<Integer> shards, ShardEngine.Watch watch) {
    private static final String NAME = "spark.app.name";

    /**
     * Computes the shards.
     *
     * @throws org.virnuc.files.VirNucException if Spark has given up on a shard
     */
    void run() throws IOException, InterruptedException {
        SparkConf conf = new SparkConf()
                .setIfMissing("spark.log.level", "WARN")
                // as the launcher has it: tasks share cores, and threads that spin long hold them up
                .setIfMissing("spark.executorEnv.GOMP_SPINCOUNT", "1000");
        if (conf.get(NAME, PredictJob.class.getName()).equals(PredictJob.class.getName())) {
            conf.set(NAME, "virnuc predict");
        }
        try (JavaSparkContext spark = start(conf)) {
            run(spark);
        }
    }

    private static JavaSparkContext start(SparkConf conf) {
        try {
            return new JavaSparkContext(conf);
        } catch (Exception e) { // Spark's own is checked, and its constructor does not declare it
            throw WorkerException.ofStart(e);
        }
    }

    private void run(JavaSparkContext spark) throws IOException, InterruptedException {
        String name = "shards " + ShardNumbers.words(shards) + " of " + plan.shards();
        ShardProgress progress =
                new ShardProgress(shards, plan.shards(), watch, () -> spark.sc().cancelAllJobs());
        spark.sc().addSparkListener(progress);
        spark.sc().setJobDescription(plan.folder().toString());
        spark.setCallSite(name);
        ShardTask task = new ShardTask(
                plan.folder().toString(),
                spark.sc().applicationId(),
                info.command(),
                info.version(),
                ExecutorCores.ofLocalMaster(spark.sc().master()));
        try {
            spark.parallelize(shards, shards.size()).setName(name).foreachPartition(task);
        } catch (Exception e) { // Spark's own is checked, and its methods do not declare it
            if (Interruption.caused(e)) {
                throw interrupted(e);
            }
            progress.rethrow();
            throw WorkerException.of(e, spark.sc().master());
        }
    }

    private static InterruptedException interrupted(Exception e) {
        InterruptedException interrupted = new InterruptedException("the job was interrupted");
        interrupted.initCause(e);
        return interrupted;
    }
}
