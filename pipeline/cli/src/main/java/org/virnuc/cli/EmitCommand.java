package org.virnuc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.child.ChildFeed;
import org.virnuc.telemetry.child.ChildLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code virnuc telemetry emit}: writes a line of telemetry from a shell script that runs as a child of a stage. */
@Command(
        name = "emit",
        description = {
            "Tells the stage that started this process what it does; does nothing where VIRNUC_TELEMETRY_SINK is not set.",
            "Telemetry that cannot be written is a warning, never a failure."
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  virnuc telemetry emit progress items=400",
            "  virnuc telemetry emit event severity=warning message=\"no hits\"",
            "  virnuc telemetry emit call model=gpt-5 provider=openai prompt_tokens=900 completion_tokens=80 seconds=1.9"
        })
final class EmitCommand implements Callable<Integer> {
    @Choices.Of(Choices.EMIT_TYPES)
    @Parameters(index = "0", paramLabel = "TYPE", description = "progress, call, metric or event.")
    private String type = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = "Fields of the line, as in docs/telemetry.md.")
    private List<String> fields = new ArrayList<>();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        String sink = System.getenv(ChildFeed.SINK);
        if (sink == null || sink.isEmpty()) {
            return ExitCode.DONE.number();
        }
        String line = line(System.getenv(ChildFeed.RUN_ID));
        try {
            // A single write at the end of the file keeps the lines of several processes apart.
            Files.write(
                    Path.of(sink),
                    (line + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("virnuc: telemetry is lost: cannot write to " + sink + " (" + Reason.of(e) + ")");
        }
        return ExitCode.DONE.number();
    }

    private String line(@Nullable String runId) {
        // Made here and not once for the class: every command of the program makes an instance of this one, and a
        // mapper takes long.
        ObjectMapper json = new ObjectMapper();
        ObjectNode line = json.createObjectNode().put("type", type);
        if (runId != null) {
            line.put("run_id", runId);
        }
        for (String field : fields) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new UsageException("\"" + field + "\" is no field; give NAME=VALUE, such as items=400");
            }
            line.set(field.substring(0, equals), value(field.substring(equals + 1), json));
        }
        try {
            ChildLine.parse(line.toString());
        } catch (IllegalArgumentException e) {
            throw new UsageException("telemetry emit " + type + ": " + e.getMessage(), e);
        }
        return line.toString();
    }

    /** Parses numbers as numbers and keeps everything else as text. */
    private static JsonNode value(String text, ObjectMapper json) {
        try {
            JsonNode node = json.readTree(text);
            return node.isNumber() ? node : json.getNodeFactory().textNode(text);
        } catch (JsonProcessingException e) {
            return json.getNodeFactory().textNode(text);
        }
    }
}
