package org.virnuc.models.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.virnuc.models.ModelException;
import org.virnuc.models.hub.Checksum;
import org.virnuc.models.hub.HubCache;

/**
 * Reads every file of a model again and compares its hash with the recorded one or, in the hub's cache, with the hash
 * in its name.
 */
final class ModelVerifier {
    private final NamedModels names;
    private final HubCache hub;
    private final EmbeddedModels embedded;
    private final ModelFinder finder;
    private final PartReader reader;

    ModelVerifier(NamedModels names, HubCache hub, EmbeddedModels embedded, ModelFinder finder, PartReader reader) {
        this.reader = reader;
        this.names = names;
        this.hub = hub;
        this.embedded = embedded;
        this.finder = finder;
    }

    /**
     * Checks one model, or all models if no name is given.
     *
     * @throws ModelException if no model has this name
     */
    List<Verification> verify(Optional<String> name) throws IOException {
        if (name.isEmpty()) {
            return all();
        }
        if (name.get().equals(EmbeddedModels.MINI)) {
            return List.of(embedded());
        }
        Optional<NamedModel> model = finder.named(name.get());
        if (model.isPresent()) {
            return List.of(check(model.get()));
        }
        return List.of(check(finder.snapshot(name.get())
                .orElseThrow(() -> new ModelException(
                        "model " + name.get() + " is unknown; \"virnuc models list\" shows the names"))));
    }

    private List<Verification> all() throws IOException {
        List<Verification> all = new ArrayList<>(List.of(embedded()));
        Set<Path> seen = new HashSet<>();
        for (NamedModel model : names.all()) {
            all.add(check(model));
            model.parts().forEach(part -> seen.add(Path.of(part.path())));
        }
        for (HubCache.Snapshot snapshot : hub.snapshots()) {
            if (!seen.contains(snapshot.folder().toAbsolutePath()) && isOurs(snapshot)) {
                all.add(check(snapshot));
            }
        }
        return all;
    }

    private Verification embedded() throws IOException {
        List<String> damages = embedded.damaged().stream()
                .map(file -> file + " differed from the embedded file; it has been unpacked again")
                .toList();
        return new Verification(EmbeddedModels.MINI, EmbeddedModels.fileCount(), EmbeddedModels.bytes(), damages);
    }

    private static Verification check(NamedModel model) throws IOException {
        List<String> damages = new ArrayList<>();
        long bytes = 0;
        for (NamedModel.StoredFile file : model.files()) {
            bytes += file.bytes();
            compare(Path.of(file.path()), file.bytes(), new Checksum(Checksum.Kind.SHA256, file.sha256()))
                    .ifPresent(damages::add);
        }
        return new Verification(model.name(), model.files().size(), bytes, damages);
    }

    private static Verification check(HubCache.Snapshot snapshot) throws IOException {
        List<String> damages = new ArrayList<>();
        int count = 0;
        long bytes = 0;
        try (Stream<Path> files = Files.list(snapshot.folder())) {
            for (Path file : files.sorted().toList()) {
                Optional<Checksum> expected = Files.isRegularFile(file) ? HubCache.checksum(file) : Optional.empty();
                if (Files.isSymbolicLink(file) && !Files.exists(file)) {
                    damages.add(file + " is a link to nothing");
                }
                if (expected.isPresent()) {
                    count++;
                    bytes += Files.size(file);
                    compare(file, Files.size(file), expected.get()).ifPresent(damages::add);
                }
            }
        }
        return new Verification(snapshot.id().toString(), count, bytes, damages);
    }

    private static Optional<String> compare(Path file, long bytes, Checksum expected) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.of(file + " is gone");
        }
        if (Files.size(file) != bytes) {
            return Optional.of(file + " has " + Files.size(file) + " bytes, expected " + bytes);
        }
        String found = expected.of(file);
        return found.equals(expected.hex())
                ? Optional.empty()
                : Optional.of(file + " has " + expected.kind().word() + " " + found + ", expected " + expected.hex());
    }

    private boolean isOurs(HubCache.Snapshot snapshot) throws IOException {
        try {
            reader.role(snapshot.folder());
            return true;
        } catch (ModelException another) {
            return false;
        }
    }
}
