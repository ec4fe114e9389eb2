package org.virnuc.models.torchscript;

import java.util.Map;

/** Weights by canonical name, for a graph that knows which it needs. */
record Source(Map<String, Weight> weights) {

    Weight get(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("the weight mapping gives no " + name);
        }
        return weight;
    }
}
