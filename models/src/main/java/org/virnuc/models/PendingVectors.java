package org.virnuc.models;

/** Vectors that an encoder is still computing. */
public interface PendingVectors {

    /**
     * Waits until all vectors are computed. If the waiting thread is interrupted, the encoder starts no further batch
     * of this call, finishes the running ones, and this method throws with the thread's interrupt flag set again.
     *
     * @return row-major {@code [n, dimension]}, row i the vector of sequence i
     * @throws DeviceException if no device is left that can compute them
     */
    float[] await();
}
