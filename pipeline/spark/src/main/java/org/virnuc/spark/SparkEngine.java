package org.virnuc.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.UsageException;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.shards.ResultFolder;
import org.virnuc.pipeline.shards.ShardEngine;
import org.virnuc.pipeline.shards.ShardPlan;
import org.virnuc.sequences.InputFile;
import org.virnuc.telemetry.RunInfo;

/** Computes shards with the executors of a Spark application, which this process drives. */
final class SparkEngine implements ShardEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SparkEngine.class);

    @Override
    public void require(RunRequest request) {
        SparkVersion.require();
        request.inputs().forEach(SparkEngine::requireMounted);
        request.output().ifPresent(SparkEngine::requireMounted);
    }

    private static void requireMounted(Path path) {
        if (InputFile.isAddress(path)) {
            throw new UsageException(
                    path + " is an address, and only paths of mounted file systems are read and written;"
                            + " mount it on the driver and all workers, or copy the file");
        }
    }

    @Override
    public void compute(ShardPlan given, RunInfo info, Watch watch) throws IOException, InterruptedException {
        ShardPlan plan = ShardPlan.open(given.folder().toAbsolutePath().normalize());
        requireCpu(plan);
        try (ResultFolder results = ResultFolder.open(plan)) {
            List<Integer> missing = results.missing();
            LOG.info(
                    "{} of {} shards are to be computed by Spark",
                    missing.isEmpty() ? "none" : missing.size(),
                    plan.shards());
            if (!missing.isEmpty()) {
                new ShardJob(plan, info, missing, watch).run();
            }
            results.dropLostWork();
        }
    }

    private static void requireCpu(ShardPlan plan) throws IOException {
        Optional<String> devices = plan.request()
                .profile()
                .filter(profile -> !profile.execution().onCpu())
                .map(profile -> profile.execution().deviceNames());
        if (devices.isPresent()) {
            throw new UsageException("the plan is for " + devices.get()
                    + ", and executors compute on CPUs only so far; set `device` to cpu");
        }
    }
}
