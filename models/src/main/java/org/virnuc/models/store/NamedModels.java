package org.virnuc.models.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.virnuc.models.ModelException;

/** The names that models were given, one file each. */
final class NamedModels {
    private static final String SUFFIX = ".json";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;

    /** Names kept in this folder, which is made when needed. */
    NamedModels(Path folder) {
        this.folder = folder;
    }

    /** All of them, by name. */
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
            throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    Optional<NamedModel> find(String name) {
        Path file = file(name);
        return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** Gives a name, in one step; a model that had it before loses it. */
    void put(NamedModel model) throws IOException {
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, "name", ".tmp");
        Files.write(temporary, JSON.writeValueAsBytes(model));
        Files.move(temporary, file(model.name()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String name) {
        return folder.resolve(name.replace("/", "--") + SUFFIX);
    }

    private static NamedModel read(Path file) {
        try {
            return JSON.readValue(Files.readAllBytes(file), NamedModel.class);
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    file + " does not describe a model (" + e.getOriginalMessage()
                            + "); remove it, and import or pull again",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
