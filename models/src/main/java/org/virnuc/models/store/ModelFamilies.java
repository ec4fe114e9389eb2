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

/** The kinds of models that a store can open; immutable. A new kind is one more line in {@link #BUILT_IN}. */
public final class ModelFamilies {
    /** The families that come with VirNuc. */
    public static final ModelFamilies BUILT_IN =
            new ModelFamilies(List.of(new VirnucproHead(), new Esm2(), new DnabertS()));

    private final List<ModelFamily> families;

    /**
     * Families in the order in which they are asked whether a file is theirs.
     *
     * @throws IllegalArgumentException where two have the same id, or one has an id that cannot stand in a file name
     */
    public ModelFamilies(List<ModelFamily> families) {
        this.families = List.copyOf(families);
        List<String> ids = new ArrayList<>();
        for (ModelFamily family : families) {
            String id = family.id();
            if (!id.matches("[a-z0-9]+")) {
                throw new IllegalArgumentException(
                        "model family id \"" + id + "\" has other characters than lower-case letters and digits");
            }
            if (ids.contains(id)) {
                throw new IllegalArgumentException("two model families have the id " + id);
            }
            ids.add(id);
        }
    }

    /** These families and one more. */
    public ModelFamilies with(ModelFamily family) {
        return new ModelFamilies(
                Stream.concat(families.stream(), Stream.of(family)).toList());
    }

    List<ModelFamily> all() {
        return families;
    }

    /**
     * The family of this id.
     *
     * @throws ModelException where there is none, because a part was read with other families than it is opened with
     */
    ModelFamily get(String id) {
        return families.stream()
                .filter(family -> family.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ModelException("model family " + id + " is unknown; there are "
                        + families.stream().map(ModelFamily::id).collect(Collectors.joining(", "))));
    }

    /**
     * The family of a file or folder that is to have this role. Where only one family has the role it is that one, whose own
     * errors say best what is wrong with a part.
     *
     * @throws ModelException where no family of this role recognizes it
     */
    ModelFamily of(ModelRole role, Path path) throws IOException {
        List<ModelFamily> candidates =
                families.stream().filter(family -> family.role() == role).toList();
        return candidates.size() == 1 ? candidates.get(0) : matching(candidates, path);
    }

    /**
     * The family of a file or folder.
     *
     * @throws ModelException where it is a part of no family, saying why
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
            throw new ModelException(path + " is of no model family that is known");
        }
        throw ModelConfig.read(encoders.get(0).files(path).config())
                .wrong(
                        "model_type",
                        encoders.stream()
                                .map(family -> family.modelType() + ", as " + family.title() + " has")
                                .collect(Collectors.joining(", or ")));
    }
}
