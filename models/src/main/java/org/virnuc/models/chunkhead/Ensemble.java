package org.virnuc.models.chunkhead;

import java.util.List;

/** Networks with the same inputs, whose outputs are averaged. */
record Ensemble(List<ChunkHead.Feature> features, List<DenseNetwork> networks) {

    Ensemble {
        features = List.copyOf(features);
        networks = List.copyOf(networks);
    }

    /** The mean output for one chunk. */
    double output(ChunkHead.Features chunk) {
        float[] inputs =
                new float[features.stream().mapToInt(ChunkHead.Feature::width).sum()];
        int at = 0;
        for (ChunkHead.Feature feature : features) {
            float[] numbers = chunk.of(feature.name());
            if (numbers.length != feature.width()) {
                throw new IllegalArgumentException("the feature " + feature.name() + " has " + numbers.length
                        + " numbers, and the chunk head takes " + feature.width());
            }
            System.arraycopy(numbers, 0, inputs, at, numbers.length);
            at += numbers.length;
        }
        double sum = 0;
        for (DenseNetwork network : networks) {
            sum += network.output(inputs);
        }
        return sum / networks.size();
    }
}
