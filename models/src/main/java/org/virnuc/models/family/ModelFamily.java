package org.virnuc.models.family;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.virnuc.models.ModelRole;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.hub.HubId;

/**
 * A kind of model part, such as ESM-2: how its files are recognized, found and read, and which graph computes it. The
 * store knows nothing else about a kind of model, so adding one takes one implementation and one entry in the list of
 * families. Implementations have no state and are thread-safe.
 */
public interface ModelFamily {

    /**
     * A short name of lower-case letters and digits, unique among families; file names of converted archives start with
     * it.
     */
    String id();

    /** What parts of this family do in a run. */
    ModelRole role();

    /**
     * The version of the graph. It changes whenever archives written by an older version would compute something else,
     * or more slowly.
     */
    int graphVersion();

    /**
     * Whether a file or folder belongs to this family, judged by its config or its tensor names.
     *
     * @throws org.virnuc.models.ModelException if there are no weights, or they cannot be read
     */
    boolean matches(Path path) throws IOException;

    /**
     * Finds the files of a part.
     *
     * @param path a folder, or the weights file itself
     * @throws org.virnuc.models.ModelException if there are no weights
     */
    ModelFiles files(Path path) throws IOException;

    /**
     * Reads the description of a part without loading its weights.
     *
     * @throws org.virnuc.models.ModelException if it is not a valid part of this family or a required file is missing;
     *     users learn of it here rather than after hours of computing
     */
    ModelBlueprint read(ModelFiles files) throws IOException;

    /**
     * The published models of this family by the short names that users may download them under, in the order of help
     * texts.
     */
    default Map<String, HubId> published() {
        return Map.of();
    }
}
