package org.virnuc.models.torchscript;

import java.util.Map;

/** The weights of a model by canonical name, for a graph that looks up the ones it needs. */
public record NamedWeights(Map<String, Weight> weights) {

    /**
     * The weight with this name.
     *
     * @throws IllegalArgumentException if the family maps no tensor to it
     */
    public Weight get(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("the weight mapping gives no " + name);
        }
        return weight;
    }
}
