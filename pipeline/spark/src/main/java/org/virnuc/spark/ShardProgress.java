package org.virnuc.spark;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.pipeline.shards.ShardEngine;

/** Logs in the driver which shard was computed where, and which has to be tried again. */
final class ShardProgress extends SparkListener {
    private static final Logger LOG = LoggerFactory.getLogger(ShardProgress.class);
    private static final double MILLIS = 1e3;

    private final List<Integer> shards;
    private final int all;
    private final ShardEngine.Watch watch;
    private final Runnable stop;
    private final Set<Integer> done = new HashSet<>();
    private volatile @Nullable Exception failure;

    /**
     * Creates a listener for one job.
     *
     * @param shards the shard of each partition
     * @param all number of shards of the plan
     * @param watch is told of every finished shard
     * @param stop ends the job, if the watch fails
     */
    ShardProgress(List<Integer> shards, int all, ShardEngine.Watch watch, Runnable stop) {
        this.shards = List.copyOf(shards);
        this.all = all;
        this.watch = watch;
        this.stop = stop;
    }

    /** Throws what the watch has thrown, if it has. */
    void rethrow() throws IOException {
        Exception thrown = failure;
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
    }

    /** A listener that throws is only logged by Spark. */
    private void tell(int shard) {
        if (failure != null) {
            return;
        }
        try {
            watch.finished(shard);
        } catch (IOException | RuntimeException e) {
            failure = e;
            stop.run();
        }
    }

    /** Called by one thread of Spark. */
    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        TaskInfo task = end.taskInfo();
        int shard = shards.get(task.index());
        String where = "executor " + task.executorId() + " on " + task.host();
        if (task.successful()) {
            if (done.add(shard)) {
                LOG.info(
                        "shard {} of {}: {} s by {}; {} of {} are done",
                        shard,
                        all,
                        String.format(Locale.ROOT, "%.1f", task.duration() / MILLIS),
                        where,
                        done.size(),
                        shards.size());
                tell(shard);
            }
        } else if (!done.contains(shard) && end.reason() instanceof TaskFailedReason failed) {
            LOG.warn(
                    "an attempt at shard {} by {} did not finish: {}",
                    shard,
                    where,
                    SparkText.line(failed.toErrorString()));
        }
    }
}
