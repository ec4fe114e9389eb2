package org.virnuc.pipeline.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.pipeline.AtomicFile;
import org.virnuc.pipeline.InputSpool;
import org.virnuc.pipeline.PipelineConfig;
import org.virnuc.pipeline.RunDirectory;
import org.virnuc.pipeline.UsageException;
import org.virnuc.pipeline.stages.FrameScores;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.RunInfo;

/** {@code run.json}: what was run on what, with hashes, and where everything is. */
public final class RunFile {
    public static final String FILE_NAME = "run.json";
    private static final String FORMAT = "virnuc-run/1";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final RunDirectory directory;
    private final Map<String, Object> content = new LinkedHashMap<>();

    /** Collects what is known before the run. */
    public RunFile(
            RunDirectory directory,
            RunInfo info,
            PipelineConfig config,
            ModelPack pack,
            int length,
            Precision precision) {
        this.directory = directory;
        content.put("format", FORMAT);
        content.put("run_id", info.runId());
        content.put("version", info.version());
        content.put("command", info.command());
        content.put("model", model(pack));
        content.put("settings", settings(config, length, precision));
        content.put("files", files(config));
    }

    /** Writes the file, with the inputs. */
    public void write(List<InputSpool.Entry> inputs) throws IOException {
        List<Map<String, String>> entries = new ArrayList<>();
        for (InputSpool.Entry input : inputs) {
            entries.add(Map.of("path", identity(input.given()), "sha256", input.sha256()));
        }
        content.put("inputs", entries);
        AtomicFile.write(directory.file(FILE_NAME), JSON.writeValueAsBytes(content));
    }

    /**
     * Refuses a default directory that holds a run on other files: its results would be overwritten unasked.
     *
     * @throws UsageException naming the other run's input
     */
    public static void checkSameInputs(RunDirectory directory, PipelineConfig config) throws IOException {
        Path file = directory.file(FILE_NAME);
        if (config.output().isPresent() || config.force() || !Files.isRegularFile(file)) {
            return;
        }
        List<String> before = new ArrayList<>();
        inputsOf(file).forEach(input -> before.add(input.path("path").asText()));
        List<String> now = config.inputs().stream().map(RunFile::identity).toList();
        if (!before.equals(now)) {
            throw new UsageException(directory.root() + " holds a run on " + String.join(", ", before)
                    + "; give another directory with -o, or --force to replace it");
        }
    }

    /** Whether a directory holds a file of this name and format. */
    public static boolean isIn(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        try {
            return Files.isRegularFile(file)
                    && JSON.readTree(Files.readAllBytes(file))
                            .path("format")
                            .asText()
                            .equals(FORMAT);
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode inputsOf(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file)).path("inputs");
        } catch (JsonProcessingException e) {
            throw new UsageException(
                    file
                            + " is damaged, so whose run this directory holds is not known; give another directory with -o,"
                            + " or --force to replace it",
                    e);
        }
    }

    private static String identity(Path input) {
        return input.equals(org.virnuc.pipeline.sequence.InputFile.STANDARD_INPUT)
                ? "-"
                : input.toAbsolutePath().normalize().toString();
    }

    private static Map<String, Object> model(ModelPack pack) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", pack.id());
        model.put("dna", part(pack.dna()));
        model.put("protein", part(pack.protein()));
        model.put("head", part(pack.head()));
        return model;
    }

    private static Map<String, Object> part(ModelPart part) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", part.id());
        described.put("path", part.path().toString());
        described.put("sha256", part.sha256());
        described.put("dimension", part.dimension());
        return described;
    }

    private static Map<String, Object> settings(PipelineConfig config, int length, Precision precision) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("length", length);
        settings.put("precision", precision.word());
        DeviceChoice device = config.encoders().device();
        settings.put("device", device.kind().name().toLowerCase(Locale.ROOT));
        settings.put("gpus", device.gpus());
        return settings;
    }

    private static Map<String, String> files(PipelineConfig config) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("frames", FrameScores.FILE_NAME);
        files.put("chunks", Verdicts.CHUNKS_FILE);
        files.put("records", Verdicts.RECORDS_FILE);
        config.answers().files().forEach(file -> files.put(file.key(), file.fileName()));
        if (config.telemetry()) {
            files.put("telemetry", TelemetryFiles.JSON_FILE);
            files.put("telemetry_report", TelemetryFiles.MARKDOWN_FILE);
        }
        files.put("log", "virnuc.log");
        files.put("work", "work");
        return files;
    }
}
