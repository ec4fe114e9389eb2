package org.virnuc.calling;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Digests;
import org.virnuc.files.Reason;
import org.virnuc.files.SmallFile;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelPack;

/**
 * The known score errors of models in lower precisions: those shipped beside a head, and those that {@code virnuc
 * verify} has measured on this machine and stored in the cache. Files that cannot be read are ignored, so they never
 * fail a run.
 */
public final class ScoreErrors {
    /** The name of the file beside the head of a model. */
    public static final String FILE_NAME = "precision.json";

    private static final String FORMAT = "virnuc-precision/1";
    private static final String FOLDER = "precision";
    private static final Logger LOG = LoggerFactory.getLogger(ScoreErrors.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    private ScoreErrors(Path folder) {
        this.folder = folder;
    }

    /** The errors stored in a cache folder. */
    public static ScoreErrors in(Path cacheFolder) {
        return new ScoreErrors(cacheFolder.resolve(FOLDER));
    }

    /**
     * The file.
     *
     * @param model the SHA-256 of DNA encoder, protein encoder and head
     */
    private record Content(
            @JsonProperty("format") String format,
            @JsonProperty("model") List<String> model,
            @JsonProperty("errors") List<ScoreError> errors) {}

    /** The error of a model in a precision; empty for fp32 and if it was never measured. */
    public Optional<ScoreError> find(ModelPack pack, String precision) {
        if (precision.equals(Precision.FP32.word())) {
            return Optional.empty();
        }
        Path shipped = pack.head().path().toAbsolutePath().resolveSibling(FILE_NAME);
        return Stream.of(shipped, file(pack))
                .flatMap(file -> read(file, pack).stream())
                .filter(error -> error.precision().equals(precision))
                .reduce(ScoreError::larger);
    }

    /** Stores the result of a comparison with fp32, replacing that of an earlier one. */
    public void keep(ModelPack pack, ScoreError error) {
        Path file = file(pack);
        List<ScoreError> errors = Stream.concat(
                        read(file, pack).stream()
                                .filter(known -> !known.precision().equals(error.precision())),
                        Stream.of(error))
                .toList();
        try {
            AtomicFile.writeShared(file, JSON.writeValueAsBytes(new Content(FORMAT, model(pack), errors)));
        } catch (IOException e) {
            LOG.warn("what was measured cannot be kept in {}: {}; runs will not know of it", folder, Reason.of(e));
        }
    }

    private static List<ScoreError> read(Path file, ModelPack pack) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            Content content = JSON.readValue(SmallFile.text(file, SmallFile.RECORD), Content.class);
            return FORMAT.equals(content.format) && model(pack).equals(content.model)
                    ? List.copyOf(content.errors)
                    : List.of();
        } catch (JsonProcessingException | NullPointerException e) {
            LOG.warn("{} is damaged ({}); errors of lower precisions are not known from it", file, Reason.of(e));
        } catch (IOException e) {
            LOG.warn("{} cannot be read ({}); errors of lower precisions are not known from it", file, Reason.of(e));
        }
        return List.of();
    }

    private Path file(ModelPack pack) {
        return folder.resolve(Digests.ofText(String.join("\n", model(pack))) + ".json");
    }

    private static List<String> model(ModelPack pack) {
        return List.of(pack.dna().sha256(), pack.protein().sha256(), pack.head().sha256());
    }
}
