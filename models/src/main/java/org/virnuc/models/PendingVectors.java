package org.virnuc.models;

/** Vectors that are being computed. */
public interface PendingVectors {

    /**
     * Waits until all are there. Where the thread is interrupted, the encoder begins no further batch, and the wait ends with
     * an exception once those in flight are finished; the thread is interrupted again.
     *
     * @return row-major {@code [n, dimension]}, row i the vector of sequence i
     * @throws DeviceException where no device is left that can compute them
     */
    float[] await();
}
