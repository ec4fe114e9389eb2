package org.virnuc.models.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.checkpoint.ModelConfig;
import org.virnuc.models.dnaberts.DnabertS;
import org.virnuc.models.esm2.Esm2;
import org.virnuc.models.family.EncoderFamily;
import org.virnuc.models.family.ModelFamily;
import org.virnuc.models.head.VirnucproHead;

/** The kinds of models that a store can open; immutable. To add a kind, add a line to {@link #BUILT_IN}. */
public final class ModelFamilies {
    /** The families that come with VirNuc. */
    public static final ModelFamilies BUILT_IN =
            new ModelFamilies(List.of(new VirnucproHead(), new Esm2(), new DnabertS()));

    private final List<ModelFamily> families;

    /**
     * Creates a list of families, in the order in which they are tried on a file.
     *
     * @throws IllegalArgumentException if two families have the same id, or an id cannot be part of a file name
     */
    public ModelFamilies(List<ModelFamily> families) {
        this.families = List.copyOf(families);
        List<String> ids = new ArrayList<>();
        for (ModelFamily family : families) {
            String id = family.id();
            if (!id.matches("[a-z0-9]+")) {
                throw new IllegalArgumentException(
                        "model family id \"" + id + "\" has characters other than lower-case letters and digits");
            }
            if (ids.contains(id)) {
                throw new IllegalArgumentException("two model families have the id " + id);
            }
            ids.add(id);
        }
    }

    /** A copy of this list with another family at its end. */
    public ModelFamilies with(ModelFamily family) {
        return new ModelFamilies(
                Stream.concat(families.stream(), Stream.of(family)).toList());
    }

    List<ModelFamily> all() {
        return families;
    }

    /**
     * The family with this id.
     *
     * @throws ModelException if there is none, because the part was read with a different list of families
     */
    ModelFamily get(String id) {
        return families.stream()
                .filter(family -> family.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ModelException("model family " + id + " is unknown; there are "
                        + families.stream().map(ModelFamily::id).collect(Collectors.joining(", "))));
    }

    /**
     * The family of a file or folder that must have this role. If only one family has the role, it is returned without
     * a test, because its own errors explain best what is wrong with a part.
     *
     * @throws ModelException if no family of this role recognizes it
     */
    ModelFamily of(ModelRole role, Path path) throws IOException {
        List<ModelFamily> candidates =
                families.stream().filter(family -> family.role() == role).toList();
        return candidates.size() == 1 ? candidates.get(0) : matching(candidates, path);
    }

    /**
     * The family of a file or folder.
     *
     * @throws ModelException if no family recognizes it, saying why
     */
    ModelFamily recognize(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new ModelException("model " + path + " is not there; expected a folder or a file");
        }
        return matching(families, path);
    }

    private static ModelFamily matching(List<ModelFamily> candidates, Path path) throws IOException {
        List<EncoderFamily> encoders = new ArrayList<>();
        for (ModelFamily family : candidates) {
            if (family.matches(path)) {
                return family;
            }
            if (family instanceof EncoderFamily encoder) {
                encoders.add(encoder);
            }
        }
        if (encoders.isEmpty()) {
            throw new ModelException(path + " does not belong to any known model family");
        }
        throw ModelConfig.read(encoders.get(0).files(path).config())
                .wrong(
                        "model_type",
                        encoders.stream()
                                .map(family -> family.modelType() + ", as " + family.title() + " has")
                                .collect(Collectors.joining(", or ")));
    }
}
