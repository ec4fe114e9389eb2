package org.virnuc.pipeline.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.virnuc.calling.ResultOptions;
import org.virnuc.models.EncoderOptions;
import org.virnuc.telemetry.TelemetryTier;

/**
 * The serialized form of a {@link RunRequest}: JSON, so that no class of the sender has to be trusted.
 *
 * @param json the fields by name
 */
public record RunRequestForm(String json) implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule()
                    .addSerializer(Path.class, new PathWriter())
                    .addDeserializer(Path.class, new PathReader()))
            .build();

    /** The fields that are serialized. */
    private record Fields(
            List<Path> inputs,
            Optional<Path> output,
            Optional<Integer> length,
            boolean allowLengthMismatch,
            ModelChoice model,
            EncoderOptions encoders,
            TelemetryTier telemetry,
            Optional<Path> baseline,
            boolean force,
            boolean explain,
            boolean clean,
            ResultOptions answers,
            ReadOptions reads,
            Optional<EmbeddingCacheChoice> embeddingCache,
            Optional<String> sample,
            Optional<RunProfile> profile) {}

    /** The form of a request. */
    public static RunRequestForm of(RunRequest request) {
        Fields fields = new Fields(
                request.inputs(),
                request.output(),
                request.length(),
                request.allowLengthMismatch(),
                request.model(),
                request.encoders(),
                request.telemetry(),
                request.baseline(),
                request.force(),
                request.explain(),
                request.clean(),
                request.results(),
                request.reads(),
                request.embeddingCache(),
                request.sample(),
                request.profile());
        try {
            return new RunRequestForm(JSON.writeValueAsString(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("options are always JSON", e);
        }
    }

    /**
     * The request.
     *
     * @throws JsonProcessingException if the form is not that of a request
     */
    public RunRequest request() throws JsonProcessingException {
        Fields fields = JSON.readValue(json, Fields.class);
        RunRequest.Builder builder = RunRequest.of(fields.inputs)
                .output(fields.output)
                .length(fields.length)
                .allowLengthMismatch(fields.allowLengthMismatch)
                .model(fields.model)
                .encoders(fields.encoders)
                .telemetry(fields.telemetry)
                .baseline(fields.baseline)
                .force(fields.force)
                .explain(fields.explain)
                .clean(fields.clean)
                .results(fields.answers)
                .reads(fields.reads)
                .embeddingCache(fields.embeddingCache);
        fields.sample.ifPresent(builder::sample);
        fields.profile.ifPresent(builder::profile);
        return builder.build();
    }

    @SuppressWarnings("UnusedMethod") // called by Java's serialization
    private Object readResolve() throws InvalidObjectException {
        try {
            return request();
        } catch (JsonProcessingException | RuntimeException e) {
            InvalidObjectException invalid = new InvalidObjectException("not a request: " + e.getMessage());
            invalid.initCause(e);
            throw invalid;
        }
    }

    /** Writes a path as given; Jackson's own writer would make it a URI of this machine. */
    private static final class PathWriter extends StdSerializer<Path> {
        private static final long serialVersionUID = 1L;

        PathWriter() {
            super(Path.class);
        }

        @Override
        public void serialize(Path path, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(path.toString());
        }
    }

    /** Reads a path as given. */
    private static final class PathReader extends StdDeserializer<Path> {
        private static final long serialVersionUID = 1L;

        PathReader() {
            super(Path.class);
        }

        @Override
        public Path deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Path.of(in.getValueAsString());
        }
    }
}
