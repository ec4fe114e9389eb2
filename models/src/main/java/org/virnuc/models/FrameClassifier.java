package org.virnuc.models;

/** The head with its weights loaded: features of frames in, scores out. Always computed in fp32. Several threads may use it at once. */
public interface FrameClassifier extends AutoCloseable {

    /** The number of features of a row: the dimensions of both encoders together. */
    int features();

    /**
     * Scores frames.
     *
     * @param features row-major {@code [rows, features()]}
     * @return row-major {@code [rows, 2]}: softmax, first others, then virus
     */
    float[] scores(float[] features, int rows);

    /** Frees the weights; a second call does nothing. */
    @Override
    void close();
}
