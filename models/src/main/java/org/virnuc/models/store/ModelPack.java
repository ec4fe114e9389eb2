package org.virnuc.models.store;

import java.util.Set;
import org.virnuc.models.ModelException;

/**
 * The three parts that score frames together; their widths fit.
 *
 * @param id the name of the pack, or the names of its parts
 * @param trainedLengths chunk lengths that the head was trained for; empty where unknown
 */
public record ModelPack(String id, ModelPart dna, ModelPart protein, ModelPart head, Set<Integer> trainedLengths) {

    /**
     * Checks that the parts fit.
     *
     * @throws ModelException where the head takes another number of features than the encoders give
     */
    public ModelPack {
        trainedLengths = Set.copyOf(trainedLengths);
        int given = dna.dimension() + protein.dimension();
        if (head.dimension() != given) {
            throw new ModelException("the head " + head.path() + " takes " + head.dimension()
                    + " features, but the encoders give " + given + " (" + dna.id() + " " + dna.dimension() + " + "
                    + protein.id() + " " + protein.dimension()
                    + "); choose the encoders that this head was trained on");
        }
    }
}
