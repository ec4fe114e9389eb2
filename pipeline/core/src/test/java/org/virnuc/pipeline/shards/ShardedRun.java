package org.virnuc.pipeline.shards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.virnuc.files.Digests;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.RealRun;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunIdentity;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.TelemetrySink;

/** Runs of a request with the embedded model: whole, and by shards. */
final class ShardedRun {
    static final ModelStore STORE = new ModelStore(RealRun.CACHE);

    private ShardedRun() {}

    static RunRequest.Builder of(List<Path> inputs) {
        return RunRequest.of(inputs).encoders(new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 2));
    }

    static RunContext context() {
        return RunContext.of(RunIdentity.now("virnuc test", "test"), STORE);
    }

    static RunResult plain(RunRequest request, Path output) throws IOException, InterruptedException {
        return new PipelineRun(context()).run(request.toBuilder().into(output).build());
    }

    static ShardPlan plan(RunRequest request, Path folder) throws IOException, InterruptedException {
        return new Sharding(context()).plan(request.toBuilder().into(folder).build());
    }

    static ShardWork worker(ShardPlan plan, Path results, TelemetrySink... listeners) throws IOException {
        return ShardWork.of(plan, new ShardWork.Options(results, 1, false, List.of(listeners)), context(), STORE);
    }

    /** Has all shards computed by some workers, each with a folder of its own, in random order. */
    static List<Path> work(ShardPlan plan, int workers, Path parent, Random random)
            throws IOException, InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        for (int shard = 1; shard <= plan.shards(); shard++) {
            numbers.add(shard);
        }
        Collections.shuffle(numbers, random);
        List<Path> folders = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            folders.add(Files.createDirectories(parent.resolve("worker-" + i)));
        }
        for (int shard : numbers) {
            worker(plan, folders.get(random.nextInt(workers))).compute(shard, context());
        }
        return folders;
    }

    static RunResult merge(ShardPlan plan, List<Path> folders, Path output) throws IOException, InterruptedException {
        ShardMerge merge = ShardMerge.of(plan, folders);
        return new PipelineRun(context().given(merge.work())).run(merge.request(output, STORE));
    }

    /** The digests of all result files by name. */
    static Map<String, String> results(Path directory) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String name : Verdicts.fileNames()) {
            if (Files.exists(directory.resolve(name))) {
                digests.put(name, Digests.ofFile(directory.resolve(name)));
            }
        }
        assertThat(digests).containsKeys("prediction_results.txt", "sequences.tsv", "confidence.tsv");
        return digests;
    }
}
