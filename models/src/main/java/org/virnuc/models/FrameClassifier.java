package org.virnuc.models;

/**
 * A classifier with its weights loaded: feature vectors of reading frames in, class probabilities out. It always
 * computes in fp32. Several threads may use it concurrently.
 */
public interface FrameClassifier extends AutoCloseable {

    /** The number of features per row: the dimensions of both encoders added up. */
    int features();

    /**
     * Scores reading frames.
     *
     * @param features row-major {@code [rows, features()]}
     * @return row-major {@code [rows, 2]}: softmax probabilities of non-viral and viral, in this order
     */
    float[] scores(float[] features, int rows);

    /** Frees the weights; a second call does nothing. */
    @Override
    void close();
}
