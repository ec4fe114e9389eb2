package org.virnuc.telemetry.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Validates a telemetry report against its JSON Schema, and against rules that a schema cannot express. */
public final class ReportCheck {
    private ReportCheck() {}

    /**
     * A violated rule.
     *
     * @param path path of the field, such as {@code $.stages[2].ended_at}
     * @param problem what was found and what was expected
     */
    public record Violation(String path, String problem) {
        @Override
        public String toString() {
            return path + ": " + problem;
        }
    }

    /**
     * Returns all violations, those of the schema first; empty if the report is valid.
     *
     * @throws ReportException if {@code file} is missing or not JSON
     */
    public static List<Violation> check(Path file) {
        JsonNode report = JsonReport.tree(file);
        List<Violation> violations = new ArrayList<>();
        for (ValidationMessage message : schema().validate(report)) {
            String path = message.getInstanceLocation().toString();
            String text = message.getMessage();
            violations.add(
                    new Violation(path, text.startsWith(path + ": ") ? text.substring(path.length() + 2) : text));
        }
        violations.addAll(ReportInvariants.check(report));
        return violations;
    }

    private static JsonSchema schema() {
        try (InputStream text = ReportCheck.class.getResourceAsStream(JsonReport.SCHEMA_RESOURCE)) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Objects.requireNonNull(text, JsonReport.SCHEMA_RESOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: a resource of this jar
        }
    }
}
