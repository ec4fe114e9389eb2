package org.virnuc.telemetry.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.virnuc.files.JsonFault;
import org.virnuc.files.PublicApi;
import org.virnuc.files.Reason;
import org.virnuc.files.SmallFile;
import org.virnuc.telemetry.RunReport;

/**
 * Reads and writes {@code telemetry.json}: the components of {@link RunReport} in snake case and in their order,
 * indented by two blanks.
 *
 * <p>Durations are numbers of seconds. Instants are ISO 8601 in UTC. Costs are decimal text such as {@code "0.0125"},
 * because most JSON readers convert numbers to binary floating point. Unknown values are null, never 0.
 */
@PublicApi
public final class JsonReport {
    /** Path of the JSON Schema on the class path. */
    public static final String SCHEMA_RESOURCE = "/org/virnuc/telemetry/virnuc-telemetry-1.schema.json";

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonReport() {}

    /** Returns the report as JSON that ends in a line feed. Reading it back yields an equal report. */
    public static String render(RunReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            new RecordWriter(json).write(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: writes to memory
        }
        return text.append('\n').toString();
    }

    /**
     * Reads a report. Fields that this version does not know are ignored.
     *
     * @throws ReportException if {@code file} is missing, is not JSON, has another schema, or violates the rules of
     *     {@link RunReport}
     */
    public static RunReport read(Path file) {
        return report(tree(file), file.toString());
    }

    /**
     * Reads a report that is not stored in a file of its own.
     *
     * @param name what error messages call the report
     * @throws ReportException under the same conditions as {@link #read}
     */
    public static RunReport parse(byte[] json, String name) {
        return report(tree(json, name), name);
    }

    private static RunReport report(JsonNode tree, String name) {
        String schema = tree.path("schema").asText("");
        if (!RunReport.SCHEMA.equals(schema)) {
            String found = schema.isEmpty() ? "no \"schema\"" : "schema \"" + schema + "\"";
            throw new ReportException(
                    name + " is not a telemetry report: found " + found + ", expected \"" + RunReport.SCHEMA + "\"");
        }
        try {
            return Reader.MAPPER.treeToValue(completed(tree), RunReport.class);
        } catch (JsonProcessingException e) {
            throw new ReportException(name + " is a damaged telemetry report: " + problem(e), e);
        }
    }

    /** Adds to a report of an earlier revision what follows from its other fields. */
    private static JsonNode completed(JsonNode tree) {
        if (!(tree instanceof ObjectNode report && report.path("totals") instanceof ObjectNode totals)) {
            return tree;
        }
        report.put("schema_revision", RunReport.REVISION);
        for (String tokens : List.of("prompt_tokens", "completion_tokens")) {
            if (!totals.has(tokens)) {
                long sum = 0;
                for (JsonNode model : totals.path("per_model")) {
                    sum += model.path("calls").path(tokens).asLong();
                }
                totals.put(tokens, sum);
            }
        }
        return report;
    }

    static JsonNode tree(Path file) {
        try {
            return tree(SmallFile.read(file, SmallFile.RECORD), file.toString());
        } catch (NoSuchFileException e) {
            throw new ReportException("no telemetry report " + file + ": the file does not exist", e);
        } catch (IOException e) {
            throw new ReportException("cannot read telemetry report " + file + ": " + Reason.of(e), e);
        }
    }

    private static JsonNode tree(byte[] json, String name) {
        try {
            return Reader.MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new ReportException(name + " is not a telemetry report: not JSON: " + problem(e), e);
        }
    }

    /** Describes a parse error and the field or line where it occurred. */
    private static String problem(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping) {
            String path = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining("."));
            return (path.isEmpty() ? "" : path + ": ") + JsonFault.of(e.getOriginalMessage());
        }
        return e.getOriginalMessage()
                + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")");
    }

    /** Created when first needed, because most runs read no report. */
    private static final class Reader {
        static final JsonMapper MAPPER = mapper();
    }

    private static JsonMapper mapper() {
        SimpleModule instants = new SimpleModule().addDeserializer(Instant.class, new InstantReader());
        return JsonMapper.builder()
                .addModule(instants)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    /** Reads instants from ISO 8601 text. Replaces a dependency on another Jackson module. */
    private static final class InstantReader extends FromStringDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String text, DeserializationContext context) {
            return Instant.parse(text);
        }
    }
}
