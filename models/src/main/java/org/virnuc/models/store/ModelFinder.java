package org.virnuc.models.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.hub.Checksum;
import org.virnuc.models.hub.HubCache;
import org.virnuc.models.hub.HubId;

/**
 * Finds the files that a user means by a model's name: an existing path, otherwise a name given by the user, otherwise
 * a model in the hub's cache. Never uses the network.
 */
final class ModelFinder {
    private final KnownModels known;
    private final PartReader reader;
    private final HashNotes hashes;
    private final NamedModels names;
    private final HubCache hub;
    private final EmbeddedModels embedded;

    ModelFinder(
            KnownModels known,
            PartReader reader,
            HashNotes hashes,
            NamedModels names,
            HubCache hub,
            EmbeddedModels embedded) {
        this.known = known;
        this.reader = reader;
        this.hashes = hashes;
        this.names = names;
        this.hub = hub;
        this.embedded = embedded;
    }

    /** Published models by name. */
    KnownModels known() {
        return known;
    }

    /** A part and, for a head, the chunk lengths that it was trained for; the set is empty if they are unknown. */
    record Found(ModelPart part, Set<Integer> lengths) {}

    /**
     * The part that a path or name stands for.
     *
     * @throws ModelException if there is none, or it does not have this role, or it has changed since it was named
     */
    Found part(ModelRole role, Path asked) throws IOException {
        String text = asked.toString().replace('\\', '/');
        if (Files.exists(asked)) {
            return found(reader.read(role, fileName(asked), asked, Optional.empty()), List.of());
        }
        Optional<Found> named = named(role, text);
        if (named.isPresent()) {
            return named.get();
        }
        Optional<HubCache.Snapshot> snapshot = snapshot(text);
        if (snapshot.isPresent()) {
            HubCache.Snapshot there = snapshot.get();
            String id = there.id().toString();
            return found(reader.read(role, id, there.folder(), Optional.of(there.revision())), List.of());
        }
        throw new ModelException("model " + asked + " is not there: no such file or folder, and no such name"
                + (canBePulled(text)
                        ? "; \"virnuc models pull " + text + "\" fetches it"
                        : "; \"virnuc models list\" shows the names"));
    }

    /** The part that a path or name stands for, whatever its role. */
    Found any(Path asked) throws IOException {
        if (Files.exists(asked)) {
            return part(reader.role(asked), asked);
        }
        String text = asked.toString().replace('\\', '/');
        Optional<NamedModel> model = named(text);
        Optional<HubCache.Snapshot> snapshot = snapshot(text);
        if (model.isEmpty() && snapshot.isPresent()) {
            return part(reader.role(snapshot.get().folder()), asked);
        }
        ModelRole role =
                model.filter(m -> !m.isPack()).map(m -> ModelRole.of(m.kind())).orElse(ModelRole.HEAD);
        return part(role, asked);
    }

    /** The model that a name or short name was given to. */
    Optional<NamedModel> named(String text) {
        return names.find(known.hubId(text).map(HubId::toString).orElse(text));
    }

    /** The pack with this name, or in this folder. */
    Optional<ModelPack> pack(String name) throws IOException {
        if (name.equals(EmbeddedModels.MINI)) {
            return Optional.of(embedded.pack(reader));
        }
        if (PackFile.isIn(name)) {
            return Optional.of(inFolder(Path.of(name)));
        }
        Optional<NamedModel> model = names.find(name).filter(NamedModel::isPack);
        if (model.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ModelPack(
                name,
                read(model.get(), ModelRole.DNA),
                read(model.get(), ModelRole.PROTEIN),
                read(model.get(), ModelRole.HEAD),
                Set.copyOf(model.get().lengths())));
    }

    private ModelPack inFolder(Path folder) throws IOException {
        PackFile pack = PackFile.read(folder);
        ModelPart head =
                reader.read(ModelRole.HEAD, pack.name() + "/head", folder.resolve(PackFile.HEAD), Optional.empty());
        return new ModelPack(
                pack.name(),
                encoder(pack, ModelRole.DNA, folder),
                encoder(pack, ModelRole.PROTEIN, folder),
                head,
                Set.copyOf(pack.lengths()));
    }

    /** The encoder that a pack's head was trained on: by its name, or where it was then. */
    private ModelPart encoder(PackFile pack, ModelRole role, Path folder) throws IOException {
        PackFile.Encoder wanted = pack.encoder(role);
        String last = "";
        for (Path place : List.of(Path.of(wanted.model()), folder.resolve(wanted.path()))) {
            try {
                ModelPart found = part(role, place).part();
                if (found.sha256().equals(wanted.sha256())) {
                    return found;
                }
                last = place + " is another model (SHA-256 " + found.sha256() + ")";
            } catch (ModelException e) {
                last = last.isEmpty() ? String.valueOf(e.getMessage()) : last;
            }
        }
        throw new ModelException("model " + folder + " needs the " + role.word() + " encoder " + wanted.model()
                + " with the SHA-256 " + wanted.sha256() + " that its head was trained on: " + last);
    }

    /** The names of all packs. */
    List<String> packs() {
        List<String> packs = new ArrayList<>(List.of(EmbeddedModels.MINI + " (embedded)"));
        names.all().stream().filter(NamedModel::isPack).map(NamedModel::name).forEach(packs::add);
        return packs;
    }

    /** The snapshot in the hub's cache for an id or short name, with or without {@code @revision} at its end. */
    Optional<HubCache.Snapshot> snapshot(String text) {
        int at = text.indexOf('@');
        Optional<String> revision = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
        Optional<HubId> id = known.hubId(at < 0 ? text : text.substring(0, at));
        return id.flatMap(i -> hub.find(i, revision));
    }

    private Optional<Found> named(ModelRole role, String text) throws IOException {
        Optional<NamedModel> model = named(text).filter(m -> !m.isPack());
        if (model.isPresent()) {
            String is = model.get().kind();
            if (!is.equals(role.word())) {
                throw new ModelException("model " + text + " is a " + is + " part, not a " + role.word() + " part");
            }
            return Optional.of(found(read(model.get(), role), model.get().lengths()));
        }
        int slash = text.lastIndexOf('/');
        Optional<ModelPack> pack = slash > 0 ? pack(text.substring(0, slash)) : Optional.empty();
        return pack.flatMap(p -> List.of(p.dna(), p.protein(), p.head()).stream()
                .filter(part -> part.id().equals(text) && part.role() == role)
                .map(part -> new Found(part, part.role() == ModelRole.HEAD ? p.trainedLengths() : Set.of()))
                .findFirst());
    }

    /** Reads a named part and checks that it has not changed since it was named. */
    private ModelPart read(NamedModel model, ModelRole role) throws IOException {
        NamedModel.Part part = model.part(role);
        Path path = Path.of(part.path());
        if (!Files.exists(path)) {
            throw new ModelException("model " + model.name() + " is not at " + path
                    + " any more; put it back, or import or pull it again");
        }
        ModelPart read = reader.read(role, part.id(), path, Optional.ofNullable(part.revision()));
        if (!read.sha256().equals(part.sha256())) {
            throw new ModelException("model " + model.name() + " has changed at " + path + " since it was "
                    + model.origin() + "; \"virnuc models verify " + model.name()
                    + "\" names the file; restore it, or import or pull it again");
        }
        return read;
    }

    /**
     * A part with the chunk lengths that it was trained for: those stated when it was named, otherwise those known by
     * its content or file name.
     */
    Found found(ModelPart part, List<Integer> lengths) throws IOException {
        if (part.role() != ModelRole.HEAD || !lengths.isEmpty()) {
            return new Found(part, Set.copyOf(lengths));
        }
        String git = hashes.ofFile(Checksum.Kind.GIT, part.path());
        return new Found(part, KnownModels.lengths(fileName(part.path()), git));
    }

    private boolean canBePulled(String text) {
        return KnownModels.head(text).isPresent()
                || known.hubId(text.replaceFirst("@.*", "")).isPresent();
    }

    private static String fileName(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
