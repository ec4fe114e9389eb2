package org.virnuc.pipeline.chunkhead;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.virnuc.pipeline.chunkhead.ChunkEvidence.Stretch;
import org.virnuc.pipeline.chunkhead.ChunkEvidence.Vector;

/** Every feature that a chunk head may take, by its name. What a chunk has no stretch for is 0. */
final class FeatureMakers {
    private final Map<String, Maker> makers = new LinkedHashMap<>();

    /**
     * The features of a model.
     *
     * @param stretches the most of a chunk
     * @param dna the length of a vector of the DNA encoder
     * @param protein the length of a vector of the protein encoder
     */
    FeatureMakers(int stretches, int dna, int protein) {
        Kmers four = new Kmers(4);
        Kmers five = new Kmers(5);
        ChunkNumbers numbers = new ChunkNumbers(stretches);
        add("scores", numbers.scoresWidth(), numbers::scores);
        add("shape", numbers.shapeWidth(), numbers::shape);
        add("dna-chunk", dna, evidence -> copy(evidence.dna()));
        add("dna-mean", dna, evidence -> mean(evidence, dna, Stretch::dna));
        add("protein-mean", protein, evidence -> mean(evidence, protein, Stretch::protein));
        add("kmers4", four.width(), evidence -> four.roots(evidence.letters()));
        add("kmers5", five.width(), evidence -> five.roots(evidence.letters()));
        add("codons", stretches * Codons.WIDTH, evidence -> codons(evidence, stretches));
    }

    /**
     * Makes some numbers in a row.
     *
     * @param width how many
     */
    record Maker(int width, Function<ChunkEvidence, float[]> making) {
        float[] make(ChunkEvidence evidence) {
            return making.apply(evidence);
        }
    }

    Optional<Maker> find(String name) {
        return Optional.ofNullable(makers.get(name));
    }

    Set<String> names() {
        return makers.keySet();
    }

    private void add(String name, int width, Function<ChunkEvidence, float[]> making) {
        makers.put(name, new Maker(width, making));
    }

    private static float[] copy(Vector vector) {
        float[] copy = new float[vector.length()];
        System.arraycopy(vector.matrix(), vector.from(), copy, 0, copy.length);
        return copy;
    }

    /** The mean of the stretches' vectors, each weighted by its length. */
    private static float[] mean(ChunkEvidence evidence, int width, Function<Stretch, Vector> of) {
        double[] sums = new double[width];
        double residues = 0;
        for (Stretch stretch : evidence.stretches()) {
            Vector vector = of.apply(stretch);
            residues += stretch.residues();
            for (int i = 0; i < width; i++) {
                sums[i] += (double) stretch.residues() * vector.at(i);
            }
        }
        float[] mean = new float[width];
        for (int i = 0; i < width && residues > 0; i++) {
            mean[i] = (float) (sums[i] / residues);
        }
        return mean;
    }

    private static float[] codons(ChunkEvidence evidence, int stretches) {
        float[] all = new float[stretches * Codons.WIDTH];
        for (int i = 0; i < evidence.stretches().size(); i++) {
            float[] one = Codons.roots(evidence.stretches().get(i));
            System.arraycopy(one, 0, all, i * Codons.WIDTH, one.length);
        }
        return all;
    }
}
