package org.virnuc.models.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;

/**
 * A DNA encoder, a protein encoder and a head that work together; their dimensions fit.
 *
 * @param id the name of the pack, or the names of its parts
 * @param trainedLengths chunk lengths that the head was trained for; empty if unknown
 * @param chunkHead the description of a chunk head to be used instead of one beside the head
 */
public record ModelPack(
        String id,
        ModelPart dna,
        ModelPart protein,
        ModelPart head,
        Set<Integer> trainedLengths,
        Optional<Path> chunkHead) {

    /** A pack whose chunk head, if it has one, is beside its head. */
    public ModelPack(String id, ModelPart dna, ModelPart protein, ModelPart head, Set<Integer> trainedLengths) {
        this(id, dna, protein, head, trainedLengths, Optional.empty());
    }

    /** Returns this pack with a chunk head to be used instead of its own. */
    public ModelPack with(Path otherChunkHead) {
        return new ModelPack(id, dna, protein, head, trainedLengths, Optional.of(otherChunkHead));
    }

    /**
     * Checks that the parts fit together.
     *
     * @throws ModelException if the head takes a number of features other than what the encoders produce
     * @throws IllegalArgumentException if a part has the wrong role
     */
    public ModelPack {
        trainedLengths = Set.copyOf(trainedLengths);
        if (dna.role() != ModelRole.DNA || protein.role() != ModelRole.PROTEIN || head.role() != ModelRole.HEAD) {
            throw new IllegalArgumentException("the parts of model " + id + " are "
                    + dna.role().word() + ", " + protein.role().word() + " and "
                    + head.role().word() + "; expected dna, protein and head");
        }
        int given = dna.dimension() + protein.dimension();
        if (head.dimension() != given) {
            throw new ModelException("the head " + head.path() + " takes " + head.dimension()
                    + " features, but the encoders give " + given + " (" + dna.id() + " " + dna.dimension() + " + "
                    + protein.id() + " " + protein.dimension()
                    + "); choose the encoders that this head was trained on");
        }
    }
}
