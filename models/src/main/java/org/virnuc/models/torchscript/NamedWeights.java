package org.virnuc.models.torchscript;

import java.util.Map;

/** Weights by canonical name, for a graph that knows which ones it needs. */
public record NamedWeights(Map<String, Weight> weights) {

    /**
     * The weight of this name.
     *
     * @throws IllegalArgumentException where the family maps no tensor to it
     */
    public Weight get(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("the weight mapping gives no " + name);
        }
        return weight;
    }
}
