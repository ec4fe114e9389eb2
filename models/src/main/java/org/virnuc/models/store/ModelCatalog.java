package org.virnuc.models.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.Reason;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.hub.Checksum;
import org.virnuc.models.hub.HubCache;
import org.virnuc.models.hub.HubEnvironment;
import org.virnuc.models.hub.HubId;
import org.virnuc.models.hub.HubPull;
import org.virnuc.models.hub.PullListener;

/**
 * The models that a user can name: lists them, names them and downloads them. Users' own files are referred to, never
 * copied or changed.
 */
public final class ModelCatalog {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    private final Path cacheDir;
    private final HubEnvironment environment;
    private final KnownModels known;
    private final HashNotes hashes;
    private final PartReader reader;
    private final ModelFinder finder;
    private final NamedModels names;
    private final HubCache hub;

    ModelCatalog(Path cacheDir, HubEnvironment environment, HashNotes hashes, PartReader reader, ModelFinder finder) {
        this.known = finder.known();
        this.cacheDir = cacheDir;
        this.environment = environment;
        this.hashes = hashes;
        this.reader = reader;
        this.finder = finder;
        this.names = new NamedModels(namesFolder(cacheDir));
        this.hub = new HubCache(environment.cache());
    }

    static Path namesFolder(Path cacheDir) {
        return cacheDir.resolve("models").resolve("names");
    }

    /**
     * Every model that has a name: embedded models, then models named by the user, then other usable models in the
     * hub's cache.
     */
    public List<ListedModel> list() {
        try {
            List<ListedModel> models = new ArrayList<>();
            models.add(new ListedModel(
                    EmbeddedModels.MINI,
                    "pack",
                    "embedded",
                    Optional.empty(),
                    Optional.empty(),
                    EmbeddedModels.bytes()));
            Set<Path> shown = new HashSet<>();
            for (NamedModel model : names.all()) {
                models.add(listed(model));
                model.parts().forEach(part -> shown.add(Path.of(part.path())));
            }
            for (HubCache.Snapshot snapshot : hub.snapshots()) {
                Optional<ModelFiles> files = usable(snapshot);
                if (files.isPresent() && !shown.contains(snapshot.folder().toAbsolutePath())) {
                    models.add(listed(snapshot, files.get()));
                }
            }
            return models;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the models: " + Reason.of(e), e);
        }
    }

    /** The short names of published models, as {@link #pull} takes them. */
    public List<String> published() {
        return known.names();
    }

    /**
     * Gives a name to a part, or to the three parts of a pack in any order.
     *
     * @param sources paths, or names of parts
     * @param lengths chunk lengths that the head was trained for; empty to use what is known about the head
     * @return the kind of model: {@code pack}, {@code dna}, {@code protein} or {@code head}
     * @throws ModelException if the sources are not a model, or do not fit together
     */
    public String importAs(String name, List<Path> sources, Set<Integer> lengths) {
        checkName(name);
        try {
            Map<ModelRole, ModelFinder.Found> parts = new LinkedHashMap<>();
            for (Path source : sources) {
                ModelFinder.Found found = finder.any(source);
                if (parts.put(found.part().role(), found) != null) {
                    throw new ModelException(source + " is a second "
                            + found.part().role().word() + " part; a pack has one each of dna, protein and head");
                }
            }
            if (sources.size() != 1 && parts.size() != 3) {
                throw new ModelException("a model is one part, or a pack of three (dna, protein, head); got "
                        + parts.keySet().stream().map(ModelRole::word).toList());
            }
            Set<Integer> trained = trained(parts.get(ModelRole.HEAD), lengths);
            if (parts.size() == 3) {
                checkFit(name, parts);
            }
            names.put(describe(
                    name,
                    NamedModel.IMPORTED,
                    null,
                    trained,
                    parts.values().stream().map(ModelFinder.Found::part).toList()));
            return parts.size() == 3 ? "pack" : parts.keySet().iterator().next().word();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot import " + name + ": " + Reason.of(e), e);
        }
    }

    /**
     * Downloads a model and gives it a name.
     *
     * @param source a short name, an id on the hub, or an address
     * @param revision branch, tag or commit; main if absent
     * @param name the name for a file from an address; its file name if absent
     * @param checksum the expected hash of a file
     * @return the name
     */
    public String pull(
            String source,
            Optional<String> revision,
            Optional<String> name,
            Optional<Checksum> checksum,
            PullListener listener)
            throws InterruptedException {
        HubPull hubPull = new HubPull(environment, listener);
        try {
            Optional<KnownModels.Head> head = KnownModels.head(source);
            if (head.isPresent()) {
                KnownModels.Head published = head.get();
                return pullFile(
                        hubPull, published.address(), name.orElse(published.name()), Optional.of(published.git()));
            }
            PullSource wanted = PullSource.of(source, environment.endpoint(), known);
            if (wanted.id().isPresent()) {
                Optional<String> at = revision.or(wanted::revision);
                return pullModel(hubPull, wanted.id().get(), at.orElse("main"));
            }
            URI address = wanted.address().orElseThrow();
            return pullFile(hubPull, address, name.orElseGet(wanted::fileStem), checksum);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pull " + source + ": " + Reason.of(e), e);
        }
    }

    /** Checks the files of the model with this name, or of all models if no name is given. */
    public List<Verification> verify(Optional<String> name) {
        try {
            return new ModelVerifier(names, hub, new EmbeddedModels(cacheDir.resolve("models")), finder, reader)
                    .verify(name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot verify: " + Reason.of(e), e);
        }
    }

    private String pullModel(HubPull hubPull, HubId id, String revision) throws IOException, InterruptedException {
        HubCache.Snapshot snapshot = hubPull.model(id, revision);
        Path folder = snapshot.folder().toAbsolutePath();
        ModelPart part = reader.read(reader.role(folder), id.toString(), folder, Optional.of(snapshot.revision()));
        names.put(
                describe(id.toString(), NamedModel.PULLED, environment.endpoint() + "/" + id, Set.of(), List.of(part)));
        return id.toString();
    }

    private String pullFile(HubPull hubPull, URI address, String name, Optional<Checksum> checksum)
            throws IOException, InterruptedException {
        if (!name.matches(NAME)) {
            throw new ModelException("\"" + name + "\" cannot be a name; give one with `name`");
        }
        String path = address.getPath();
        Path target = cacheDir.resolve("models")
                .resolve("pulled")
                .resolve(name)
                .resolve(path.substring(path.lastIndexOf('/') + 1))
                .toAbsolutePath();
        hubPull.file(address, target, checksum);
        try {
            ModelPart part = reader.read(reader.role(target), name, target, Optional.empty());
            Set<Integer> lengths = trained(finder.found(part, List.of()), Set.of());
            names.put(describe(
                    name,
                    NamedModel.PULLED,
                    address.getScheme() + "://" + address.getHost() + path,
                    lengths,
                    List.of(part)));
        } catch (ModelException e) {
            Files.delete(target);
            throw e;
        }
        return name;
    }

    private NamedModel describe(
            String name, String origin, @Nullable String source, Set<Integer> lengths, List<ModelPart> parts)
            throws IOException {
        List<NamedModel.Part> described = new ArrayList<>();
        List<NamedModel.StoredFile> files = new ArrayList<>();
        for (ModelPart part : parts) {
            Path path = part.path().toAbsolutePath().normalize();
            String id = parts.size() == 1 ? name : name + "/" + part.role().word();
            described.add(new NamedModel.Part(
                    id,
                    part.role().word(),
                    path.toString(),
                    part.sha256(),
                    part.revision().orElse(null)));
            for (Path file : reader.files(part, path).all()) {
                files.add(new NamedModel.StoredFile(file.toString(), Files.size(file), hashes.ofFile(file)));
            }
        }
        String revision = parts.size() == 1 ? described.get(0).revision() : null;
        return new NamedModel(
                NamedModel.FORMAT,
                name,
                origin,
                source,
                revision,
                List.copyOf(new TreeSet<>(lengths)),
                described,
                files);
    }

    private static Set<Integer> trained(ModelFinder.@Nullable Found head, Set<Integer> given) {
        return head == null || !given.isEmpty() ? given : head.lengths();
    }

    private static void checkFit(String name, Map<ModelRole, ModelFinder.Found> parts) {
        ModelFinder.Found dna = parts.get(ModelRole.DNA);
        ModelFinder.Found protein = parts.get(ModelRole.PROTEIN);
        ModelFinder.Found head = parts.get(ModelRole.HEAD);
        if (dna != null && protein != null && head != null) {
            new ModelPack(name, dna.part(), protein.part(), head.part(), head.lengths());
        }
    }

    private void checkName(String name) {
        boolean published = name.equals(EmbeddedModels.MINI)
                || KnownModels.head(name).isPresent()
                || known.hubId(name).isPresent();
        if (published || !name.matches(NAME)) {
            throw new ModelException("\"" + name + "\" cannot be a name of your own"
                    + (published ? ": it stands for a published model" : "; use letters, digits, dots and dashes"));
        }
    }

    private static ListedModel listed(NamedModel model) {
        Optional<Path> path = model.isPack()
                ? Optional.empty()
                : Optional.of(Path.of(model.parts().get(0).path()));
        long bytes =
                model.files().stream().mapToLong(NamedModel.StoredFile::bytes).sum();
        return new ListedModel(
                model.name(), model.kind(), model.origin(), Optional.ofNullable(model.revision()), path, bytes);
    }

    private ListedModel listed(HubCache.Snapshot snapshot, ModelFiles files) throws IOException {
        long bytes = 0;
        for (Path file : files.all()) {
            bytes += Files.size(file);
        }
        return new ListedModel(
                snapshot.id().toString(),
                reader.role(snapshot.folder()).word(),
                "hub-cache",
                Optional.of(snapshot.revision()),
                Optional.of(snapshot.folder()),
                bytes);
    }

    /**
     * The files of a snapshot if it is a usable model. The hub's cache also contains other kinds of models and
     * incomplete ones; they are not listed.
     */
    private Optional<ModelFiles> usable(HubCache.Snapshot snapshot) throws IOException {
        try (Stream<Path> any = Files.list(snapshot.folder())) {
            if (any.noneMatch(file -> file.endsWith("config.json"))) {
                return Optional.empty();
            }
            return Optional.of(reader.soundFiles(snapshot.folder()));
        } catch (ModelException notOurs) {
            return Optional.empty();
        }
    }
}
