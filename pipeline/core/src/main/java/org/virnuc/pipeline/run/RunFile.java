package org.virnuc.pipeline.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.SmallFile;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.pipeline.stages.FrameScores;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.report.HtmlReport;
import org.virnuc.report.MultiqcFiles;
import org.virnuc.telemetry.TelemetryTier;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.trace.TraceFiles;

/**
 * The content of {@code run.json}: the program, settings, models and inputs of a run with their hashes, and the names
 * of its files.
 */
public final class RunFile {
    public static final String FILE_NAME = "run.json";
    private static final String FORMAT = "virnuc-run/1";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Redactor redactor;
    private final Map<String, Object> content = new LinkedHashMap<>();

    private RunFile(RunPlan plan, RunFeatures features, RunContext context) {
        RunRequest request = plan.request();
        redactor = context.redactor();
        content.put("format", FORMAT);
        content.put("run_id", context.info().runId());
        content.put("version", context.info().version());
        content.put("command", redactor.command(context.info().command()));
        content.put("model", model(plan.pack(), plan.precision(), redactor));
        Map<String, Object> settings = settings(request, plan.length(), plan.precision());
        settings.putAll(features.settings());
        content.put("settings", settings);
        content.put("files", files(request, features, context.logName()));
        features.models().forEach((key, pack) -> content.put(key, model(pack, plan.precision(), redactor)));
    }

    /** Collects the facts that are known before a run starts. */
    static RunFile of(RunPlan plan, RunFeatures features, RunContext context) {
        return new RunFile(plan, features, context);
    }

    /** Writes the file, including the inputs. */
    void write(
            RunDirectory directory,
            List<InputSpool.Entry> inputs,
            Optional<InputSpool.Entry> reference,
            Optional<InputSpool.Entry> reads)
            throws IOException {
        List<Map<String, String>> entries = new ArrayList<>();
        for (InputSpool.Entry input : inputs) {
            entries.add(new RunInput(RunInput.identity(input.given()), input.sha256()).written(redactor));
        }
        content.put("inputs", entries);
        reference.ifPresent(fasta -> content.put(
                "reference", new RunInput(RunInput.identity(fasta.given()), fasta.sha256()).written(redactor)));
        reads.ifPresent(file ->
                content.put("reads", new RunInput(RunInput.identity(file.given()), file.sha256()).written(redactor)));
        AtomicFile.write(directory.file(FILE_NAME), JSON.writeValueAsBytes(content));
    }

    /** Whether a directory contains a file with this name and format. */
    public static boolean isIn(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        try {
            return Files.isRegularFile(file)
                    && JSON.readTree(SmallFile.text(file, SmallFile.RECORD))
                            .path("format")
                            .asText()
                            .equals(FORMAT);
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, Object> model(ModelPack pack, Precision precision, Redactor redactor) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", redactor.text(pack.id()));
        model.put("dna", part(pack.dna(), precision, redactor));
        model.put("protein", part(pack.protein(), precision, redactor));
        model.put("head", part(pack.head(), Precision.FP32, redactor));
        return model;
    }

    private static Map<String, Object> part(ModelPart part, Precision precision, Redactor redactor) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", redactor.text(part.id()));
        described.put("path", redactor.path(part.path().toString()));
        described.put("sha256", part.sha256());
        described.put("layout", part.layout());
        part.revision().ifPresent(revision -> described.put("revision", revision));
        described.put("parameters", part.parameters());
        described.put("dimension", part.dimension());
        described.put("precision", precision.word());
        return described;
    }

    private static Map<String, Object> settings(RunRequest config, int length, Precision precision) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("length", length);
        settings.put("precision", precision.word());
        DeviceChoice device = config.encoders().device();
        settings.put("device", device.kind().name().toLowerCase(Locale.ROOT));
        settings.put("gpus", device.gpus());
        return settings;
    }

    /** The names of a run's files, by their keys in {@code run.json}. */
    static Map<String, String> files(RunRequest config, RunFeatures features, Optional<String> logName) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("frames", FrameScores.FILE_NAME);
        files.put("chunks", Verdicts.CHUNKS_FILE);
        files.put("records", Verdicts.RECORDS_FILE);
        config.results().files().forEach(file -> files.put(file.key(), file.fileName()));
        files.putAll(features.files());
        files.put("report", HtmlReport.FILE_NAME);
        files.put("multiqc", MultiqcFiles.BAR_FILE);
        files.put("multiqc_stats", MultiqcFiles.STATISTICS_FILE);
        files.put("multiqc_versions", MultiqcFiles.VERSIONS_FILE);
        files.putAll(features.reportFiles());
        if (config.telemetry() != TelemetryTier.OFF) {
            files.put("telemetry", TelemetryFiles.JSON_FILE);
            files.put("telemetry_report", TelemetryFiles.MARKDOWN_FILE);
        }
        if (config.telemetry() == TelemetryTier.FULL) {
            files.put("calls", TraceFiles.CALLS_FILE);
            files.put("spans", TraceFiles.SPANS_FILE);
        }
        logName.ifPresent(name -> files.put("log", name));
        files.put("work", "work");
        return files;
    }
}
