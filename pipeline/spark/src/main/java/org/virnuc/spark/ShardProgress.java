package org.virnuc.spark;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs in the driver which shard was computed where, and which has to be tried again. */
final class ShardProgress extends SparkListener {
    private static final Logger LOG = LoggerFactory.getLogger(ShardProgress.class);
    private static final double MILLIS = 1e3;

    private final List<Integer> shards;
    private final int all;
    private final Set<Integer> done = new HashSet<>();

    /**
     * Creates a listener for one job.
     *
     * @param shards the shard of each partition
     * @param all number of shards of the plan
     */
    ShardProgress(List<Integer> shards, int all) {
        this.shards = List.copyOf(shards);
        this.all = all;
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
