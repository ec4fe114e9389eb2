package org.virnuc.models.family;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.virnuc.models.ModelRole;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.hub.HubId;

/**
 * A kind of model part, such as ESM-2: how its files are recognized, found and read, and which graph computes it. This is all
 * that the store knows about a kind of model, so that a new kind is one implementation and one entry in a list of families.
 * Implementations have no state and may be used by several threads.
 */
public interface ModelFamily {

    /** A short name of lower-case letters and digits, unique among families; the names of converted archives begin with it. */
    String id();

    /** What parts of this family do in a run. */
    ModelRole role();

    /** The version of the graph; it changes whenever an archive written before would compute something else, or more slowly. */
    int graphVersion();

    /**
     * Whether a file or folder is of this family, from its config or the names of its tensors.
     *
     * @throws org.virnuc.models.ModelException where there are no weights, or they cannot be read
     */
    boolean matches(Path path) throws IOException;

    /**
     * The files of a part.
     *
     * @param path a folder, or the weights themselves
     * @throws org.virnuc.models.ModelException where there are no weights
     */
    ModelFiles files(Path path) throws IOException;

    /**
     * Reads what a part says about itself, without its weights.
     *
     * @throws org.virnuc.models.ModelException where it is not a sound part of this family, or a file that it needs is missing:
     *     users are to learn of it before hours of computing
     */
    ModelBlueprint read(ModelFiles files) throws IOException;

    /** The published models of this family by the short names that users may pull them under, in the order of help texts. */
    default Map<String, HubId> published() {
        return Map.of();
    }
}
