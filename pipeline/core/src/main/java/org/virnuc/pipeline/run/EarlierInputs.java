package org.virnuc.pipeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.Digests;
import org.virnuc.files.SmallFile;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Rejects inputs that differ from those of the run in the directory, unless {@code RunRequest.force} is set. A run on
 * other inputs would overwrite its results and continue with its costs and cost cap.
 *
 * <p>In a run directory that the user named, inputs are equal if their content is, regardless of their paths, because
 * workflows copy files again for a retry. A default directory is named after its input, so the paths must be equal too.
 */
final class EarlierInputs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunDirectory directory;
    private final RunRequest request;
    private final Redactor redactor;
    private final List<JsonNode> before;

    private EarlierInputs(RunDirectory directory, RunRequest request, Redactor redactor, List<JsonNode> before) {
        this.directory = directory;
        this.request = request;
        this.redactor = redactor;
        this.before = before;
    }

    /**
     * Reads the directory's recorded inputs and rejects others as far as possible before reading them.
     *
     * @throws UsageException naming the other run's inputs
     */
    static EarlierInputs checked(RunDirectory directory, RunRequest request, Redactor redactor) throws IOException {
        Path file = directory.file(RunFile.FILE_NAME);
        List<JsonNode> before = new ArrayList<>();
        if (!request.force() && Files.isRegularFile(file)) {
            inputsOf(file).forEach(before::add);
        }
        EarlierInputs earlier = new EarlierInputs(directory, request, redactor, before);
        if (!before.isEmpty() && !earlier.canBeTheSame()) {
            throw earlier.refused();
        }
        return earlier;
    }

    /**
     * Rejects other inputs that could be read only once, such as standard input, after they were read.
     *
     * @throws UsageException naming the other run's inputs
     */
    void checkContent(List<InputSpool.Entry> inputs) {
        if (before.isEmpty()) {
            return;
        }
        for (int i = 0; i < inputs.size(); i++) {
            InputSpool.Entry input = inputs.get(i);
            if (InputSpool.isReadOnce(input.given()) && !sha256(before.get(i)).equals(input.sha256())) {
                throw refused();
            }
        }
    }

    private boolean canBeTheSame() throws IOException {
        List<String> now = request.inputs().stream().map(RunInput::identity).toList();
        if (RunInput.same(before, now)) {
            return true;
        }
        if (request.output().isEmpty() || before.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            Path input = request.inputs().get(i);
            boolean differs = !InputSpool.isReadOnce(input)
                    && !RunInput.same(before.subList(i, i + 1), now.subList(i, i + 1))
                    && !Digests.ofFile(input).equals(sha256(before.get(i)));
            if (differs) {
                return false;
            }
        }
        return true;
    }

    private static String sha256(JsonNode input) {
        return input.path("sha256").asText();
    }

    private OtherInputException refused() {
        return new OtherInputException(directory.root(), RunInput.names(before, redactor));
    }

    /** The inputs that a {@code run.json} records. */
    static JsonNode inputsOf(Path file) throws IOException {
        try {
            return JSON.readTree(SmallFile.text(file, SmallFile.RECORD)).path("inputs");
        } catch (JsonProcessingException | SmallFile.TooLargeException e) {
            throw new UsageException(
                    file
                            + " is damaged, so whose run this directory holds is not known; give another directory with `output`,"
                            + " or `force` to replace it",
                    e);
        }
    }
}
