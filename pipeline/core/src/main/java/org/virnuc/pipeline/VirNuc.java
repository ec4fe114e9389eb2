package org.virnuc.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.virnuc.files.PublicApi;
import org.virnuc.models.store.ModelPool;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.estimate.DryRun;
import org.virnuc.pipeline.estimate.RunEstimate;
import org.virnuc.pipeline.run.EstimateStore;
import org.virnuc.pipeline.run.PipelineRun;
import org.virnuc.pipeline.run.RunContext;
import org.virnuc.pipeline.run.RunIdentity;
import org.virnuc.pipeline.run.RunPlan;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.cost.PriceSheet;
import org.virnuc.telemetry.cost.PriceSheets;

/**
 * Finds viral sequences, as part of another program.
 *
 * <p>Open it once, and run as often as you like:
 *
 * <pre>{@code
 * try (VirNuc virnuc = VirNuc.open(Path.of("/var/cache/virnuc"))) {
 *     RunRequest request = RunRequest.of(Path.of("contigs.fasta"))
 *             .into(Path.of("results"))
 *             .model("virnuc-mini")
 *             .build();
 *     RunResult run = virnuc.run(request);
 *     try (Stream<RecordResult> records = run.records()) {
 *         records.filter(RecordResult::isViral).forEach(record -> System.out.println(record.id()));
 *     }
 * }
 * }</pre>
 *
 * <p><b>What a run leaves.</b> The directory of a run holds the same files that the command {@code virnuc predict} writes. The same
 * request again computes nothing twice: a run that was stopped goes on where it stopped, and a finished one is read back. A
 * directory belongs to one run at a time.
 *
 * <p><b>Watching.</b> {@link RunRequest.Builder#listener} adds a consumer of the run's events: stages that begin, progress, model
 * calls, warnings, and the final report. Whatever a listener throws never reaches the run.
 *
 * <p><b>Stopping.</b> Interrupt the thread that called {@link #run}. It ends with an {@link InterruptedException}, and what is
 * finished stays.
 *
 * <p><b>Threads.</b> Any number of threads may run at once. They share the loaded models, which stay in memory until this object
 * is closed.
 *
 * <p><b>The program around it.</b> VirNuc logs through SLF4J and configures no logging. It sets no system property for good, reads
 * no standard input and writes to no standard output.
 */
@PublicApi
public final class VirNuc implements AutoCloseable {
    private final ModelStore store;
    private final ModelPool models;
    private final EstimateStore estimates;

    private VirNuc(Path cache) {
        this.store = new ModelStore(cache);
        this.models = new ModelPool(store);
        this.estimates = EstimateStore.in(cache);
    }

    /**
     * Opens VirNuc. Nothing is loaded yet.
     *
     * @param cache a folder that is made when needed, and that any number of processes may share: native libraries, converted
     *     models and measurements of this machine are kept there
     */
    public static VirNuc open(Path cache) {
        return new VirNuc(cache);
    }

    /**
     * Runs what has not been run, and writes the files of the run directory.
     *
     * @throws IOException where files cannot be read or written
     * @throws InterruptedException where the calling thread was interrupted; what is finished stays
     * @throws org.virnuc.engine.UsageException where the request asks for something that cannot be done
     * @throws org.virnuc.sequences.InputException where an input is not what it should be; the message names file and line
     * @throws org.virnuc.models.ModelException where the model is missing or damaged
     * @throws org.virnuc.models.DeviceException where a device is missing or fails
     * @throws org.virnuc.telemetry.cost.CostCapException where the limit of the request was reached; the run can be resumed
     */
    public RunResult run(RunRequest request) throws IOException, InterruptedException {
        RunInfo info = RunIdentity.now("VirNuc.run", version());
        RunContext context = RunContext.of(info, store).models(models).estimates(estimates);
        return new PipelineRun(context).run(request);
    }

    /**
     * Adds to a request what this machine decides about results: precision, threads per operator, and the known error
     * of scores. The request that is returned gives the same bytes in every process on every machine of this kind, and
     * machines of another kind refuse it.
     *
     * <p>Call it once where many machines share the work, and send each of them the request.
     *
     * @throws org.virnuc.models.ModelException where the model is missing or damaged
     * @throws org.virnuc.models.DeviceException where a device is missing, or cannot compute in the precision
     */
    public RunRequest resolve(RunRequest request) {
        return request.toBuilder().profile(RunPlan.profile(request, store)).build();
    }

    /**
     * Says what a run would take, from one pass over its input and a few seconds of samples, and writes nothing into its directory. A
     * later {@link #run} of the request is compared with the estimate in its report.
     *
     * @throws InterruptedException where the calling thread was interrupted
     */
    public RunEstimate estimate(RunRequest request) throws IOException, InterruptedException {
        PriceSheet given = request.costs().prices();
        return DryRun.of(request, List.of(), store, given == null ? PriceSheets.builtIn() : given, estimates)
                .estimate(InputStream.nullInputStream(), request.listeners());
    }

    /** The version of VirNuc, {@code development} where its classes do not come from a jar. */
    public static String version() {
        String version = VirNuc.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Frees the models, those in use when their runs have ended. */
    @Override
    public void close() {
        models.close();
    }
}
