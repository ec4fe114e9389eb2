package org.virnuc.models.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Digests;
import org.virnuc.files.JsonFault;
import org.virnuc.files.Reason;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.JsonText;

/** The models that the user has named, each described in a file of its own. */
final class NamedModels {
    private static final String SUFFIX = ".json";
    private static final String CHECK = "check";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;

    /** Stores names in this folder, which is created when needed. */
    NamedModels(Path folder) {
        this.folder = folder;
    }

    /** All named models, ordered by name. */
    List<NamedModel> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .map(NamedModels::read)
                    .sorted(Comparator.comparing(NamedModel::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder + ": " + Reason.of(e), e);
        }
    }

    Optional<NamedModel> find(String name) {
        Path file = file(name);
        return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** Stores a named model atomically; it replaces a model of the same name. */
    void put(NamedModel model) throws IOException {
        ObjectNode described = JSON.valueToTree(model);
        AtomicFile.writeShared(file(model.name()), JSON.writeValueAsBytes(described.put(CHECK, check(described))));
    }

    private Path file(String name) {
        return folder.resolve(name.replace("/", "--") + SUFFIX);
    }

    /**
     * The SHA-256 of a description without its hash field. A damaged description must not be used, because it decides
     * how a head is applied.
     */
    private static String check(JsonNode described) {
        return Digests.ofText(described.toString());
    }

    static NamedModel read(Path file) {
        Function<String, ModelException> refusal = why -> new ModelException(
                file + " does not describe a model (" + why + "); remove it, and import or pull again");
        try {
            JsonNode described = JsonText.parse(Files.readAllBytes(file), refusal);
            JsonNode check = described instanceof ObjectNode object ? object.remove(CHECK) : null;
            if (check != null && !check.asText().equals(check(described))) { // files of earlier versions have no hash
                throw refusal.apply("it is not as it was written");
            }
            NamedModel model = JSON.treeToValue(described, NamedModel.class);
            if (model == null) {
                throw refusal.apply("it is empty");
            }
            return model;
        } catch (JsonProcessingException e) {
            throw refusal.apply(JsonFault.of(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + Reason.of(e), e);
        }
    }
}
