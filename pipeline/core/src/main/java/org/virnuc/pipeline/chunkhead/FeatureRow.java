package org.virnuc.pipeline.chunkhead;

import java.util.ArrayList;
import java.util.List;
import org.virnuc.models.chunkhead.ChunkHead;

/** Some features of a chunk in a row, to be learned from. */
public final class FeatureRow {
    private final List<ChunkHead.Feature> features = new ArrayList<>();
    private final List<FeatureMakers.Maker> makers = new ArrayList<>();
    private final int width;

    /**
     * A row of features.
     *
     * @param names of features that a chunk head may take
     * @param stretches the most of a chunk
     * @param dna the length of a vector of the DNA encoder
     * @param protein the length of a vector of the protein encoder
     * @throws IllegalArgumentException if a feature is not known
     */
    public FeatureRow(List<String> names, int stretches, int dna, int protein) {
        FeatureMakers known = new FeatureMakers(stretches, dna, protein);
        for (String name : names) {
            FeatureMakers.Maker maker = known.find(name)
                    .orElseThrow(
                            () -> new IllegalArgumentException(name + " is no feature; known are " + known.names()));
            makers.add(maker);
            features.add(new ChunkHead.Feature(name, maker.width()));
        }
        width = features.stream().mapToInt(ChunkHead.Feature::width).sum();
    }

    /** The features in order, with the number of numbers of each. */
    public List<ChunkHead.Feature> features() {
        return List.copyOf(features);
    }

    /** The number of numbers. */
    public int width() {
        return width;
    }

    /** The numbers of one chunk. */
    public float[] of(ChunkEvidence evidence) {
        float[] row = new float[width];
        int at = 0;
        for (FeatureMakers.Maker maker : makers) {
            float[] numbers = maker.make(evidence);
            System.arraycopy(numbers, 0, row, at, numbers.length);
            at += numbers.length;
        }
        return row;
    }
}
