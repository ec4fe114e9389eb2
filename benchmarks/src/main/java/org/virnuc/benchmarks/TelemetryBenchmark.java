package org.virnuc.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.TelemetrySink;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.trace.TraceFiles;

/** What one event costs the thread that tells it, in nanoseconds, by tier. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class TelemetryBenchmark {
    private static final ModelCall CALL = ModelCall.local("m")
            .device("cpu")
            .precision("bf16")
            .promptTokens(1_000)
            .items(8)
            .took(1_000_000);

    @Param({"OFF", "SUMMARY", "FULL"})
    public TelemetryTier tier;

    private PipelineTelemetry telemetry;
    private StageSpan span;
    private TraceFiles traces;
    private Path folder;

    /** Starts a run with a stage; full has the files that it has in a run directory. */
    @Setup(Level.Iteration)
    public void start() throws IOException {
        folder = Files.createTempDirectory("virnuc-telemetry");
        traces = TraceFiles.open(folder);
        RunInfo info = RunInfo.of("r").command("benchmark").version("1");
        List<TelemetrySink> sinks = tier == TelemetryTier.FULL ? List.of(traces) : List.of();
        telemetry = tier == TelemetryTier.OFF
                ? PipelineTelemetry.builder(info).sinks(sinks).unmeasured().start()
                : PipelineTelemetry.builder(info).sinks(sinks).start();
        span = telemetry.startStage("esm-2", -1);
    }

    /** Ends it. */
    @TearDown(Level.Iteration)
    public void end() {
        try {
            telemetry.close();
            traces.close();
            TraceFiles.remove(folder);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some items are done. */
    @Benchmark
    public void progress() {
        span.advance(1);
    }

    /** A batch was computed; in the full tier more than can be written, so that what is over is dropped and counted. */
    @Benchmark
    public void modelCall() {
        span.call(CALL);
    }

    /** The report of a running stage, as it is written every ten seconds. */
    @Benchmark
    public RunReport snapshot() {
        return telemetry.snapshot();
    }
}
