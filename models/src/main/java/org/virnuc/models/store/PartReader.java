package org.virnuc.models.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.family.ModelBlueprint;
import org.virnuc.models.family.ModelFamily;

/** Describes model parts from their file headers and configs. */
final class PartReader {
    private final ModelFamilies families;
    private final HashNotes hashes;

    PartReader(ModelFamilies families, HashNotes hashes) {
        this.families = families;
        this.hashes = hashes;
    }

    /**
     * Describes a part.
     *
     * @throws ModelException if it is not a valid part with this role
     */
    ModelPart read(ModelRole role, String id, Path path, Optional<String> revision) throws IOException {
        ModelFamily family = families.of(role, path);
        ModelFiles files = family.files(path);
        ModelBlueprint blueprint = family.read(files);
        return ModelPart.of(role, family.id())
                .id(id)
                .path(path)
                .sha256(hashes.of(files))
                .dimension(blueprint.dimension())
                .layout(files.layout())
                .parameters(blueprint.parameters())
                .revision(revision)
                .build();
    }

    /**
     * The role of a file or folder.
     *
     * @throws ModelException if it is not part of a model, saying why
     */
    ModelRole role(Path path) throws IOException {
        return families.recognize(path).role();
    }

    /**
     * The files of a part after its headers and configs were checked; nothing is hashed.
     *
     * @throws ModelException if they are not valid
     */
    ModelFiles soundFiles(Path path) throws IOException {
        ModelFamily family = families.recognize(path);
        ModelFiles files = family.files(path);
        family.read(files);
        return files;
    }

    /** The files of a part. */
    ModelFiles files(ModelPart part, Path path) throws IOException {
        return families.get(part.family()).files(path);
    }
}
