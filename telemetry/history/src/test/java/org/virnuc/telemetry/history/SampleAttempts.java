package org.virnuc.telemetry.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.report.JsonReport;

/** Attempts of known figures. */
public final class SampleAttempts {
    public static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleAttempts() {}

    /** A run of two stages, 3 s in all, with one call of the model. */
    public static RunReport report(String runId, Instant start, String model) {
        return report(runId, start, model, true);
    }

    /** A run of two stages after 3 s, while its second stage is still under way. */
    public static RunReport running(String runId, Instant start, String model) {
        return report(runId, start, model, false);
    }

    private static RunReport report(String runId, Instant start, String model, boolean ended) {
        ManualClock clock = new ManualClock();
        clock.jumpTo(start);
        RunInfo info = new RunInfo(runId, "virnuc predict demo.fna", "0.1.0", Map.of("os", "Linux amd64"));
        PipelineTelemetry telemetry =
                PipelineTelemetry.builder(info).clock(clock).start();
        StageSpan chunking = telemetry.startStage("chunking", 10);
        clock.advanceSeconds(1);
        telemetry.endStage(chunking, new StageFigures(10, 20, Map.of()));
        StageSpan encoding = telemetry.startStage("esm-2", 20);
        encoding.call(ModelCall.local(model)
                .device("cpu")
                .precision("fp32")
                .promptTokens(1_000)
                .items(20)
                .paddedTokens(10)
                .took(1_500_000_000L));
        clock.advanceSeconds(2);
        if (!ended) {
            encoding.progress(7);
            return telemetry.snapshot();
        }
        telemetry.endStage(encoding, new StageFigures(20, 20, Map.of()));
        return telemetry.finish(RunStatus.DONE, null);
    }

    /** The same with a cost, given as a price sheet would. */
    public static RunReport priced(String runId, Instant start, String model, String cost) {
        try {
            ObjectNode tree = (ObjectNode) JSON.readTree(JsonReport.render(report(runId, start, model)));
            ((ObjectNode) tree.path("totals")).put("cost", cost).put("currency", "USD");
            return JsonReport.parse(tree.toString().getBytes(StandardCharsets.UTF_8), "priced");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Origin origin(String directory) {
        return Origin.here(Path.of("/runs").resolve(directory));
    }

    public static Attempt begun(String runId, Instant start, Origin origin) {
        return Attempt.begun(new RunInfo(runId, "virnuc predict demo.fna", "0.1.0", Map.of()), origin, start);
    }

    public static Attempt done(String runId, Instant start, String directory) {
        return Attempt.of(report(runId, start, "esm2-mini"), origin(directory));
    }
}
