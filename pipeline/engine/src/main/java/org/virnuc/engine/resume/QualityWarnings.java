package org.virnuc.engine.resume;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.engine.QualityWarning;
import org.virnuc.files.SmallFile;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.Severity;

/** Reads, writes and reports the warnings of a finished stage. Their file exists only if there are any. */
public final class QualityWarnings {
    public static final String FILE_NAME = "doubts.json";

    private static final Logger LOG = LoggerFactory.getLogger(QualityWarnings.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private QualityWarnings() {}

    static byte[] written(List<QualityWarning> warnings) throws IOException {
        return JSON.writeValueAsBytes(warnings);
    }

    /** Reports the warnings of a finished stage to telemetry, whether found now or in an earlier run. */
    public static void report(Path folder, Manifest manifest, PipelineTelemetry telemetry) throws IOException {
        if (manifest.files().stream().anyMatch(file -> file.name().equals(FILE_NAME))) {
            List<QualityWarning> warnings = JSON.readValue(
                    SmallFile.text(folder.resolve(FILE_NAME), SmallFile.RECORD),
                    new TypeReference<List<QualityWarning>>() {});
            warnings.forEach(warning -> report(manifest.stage(), hit(warning), telemetry));
        }
    }

    /** Reports one hit to telemetry and, if it is a warning, to the log. */
    public static void report(@Nullable String stage, GuardrailHit hit, PipelineTelemetry telemetry) {
        if (telemetry.guardrail(stage, hit) == Severity.WARNING) {
            LOG.warn("{}{}", stage == null ? "" : stage + ": ", hit.message());
        }
    }

    /** Converts a warning to telemetry's representation. */
    public static GuardrailHit hit(QualityWarning warning) {
        return new GuardrailHit(
                warning.kind().word(), warning.message(), warning.count(), warning.of(), warning.first());
    }
}
