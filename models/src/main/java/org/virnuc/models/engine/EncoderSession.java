package org.virnuc.models.engine;

/**
 * An encoder's archive loaded on one device, with everything that is specific to that device. Several threads may use
 * it concurrently.
 */
interface EncoderSession extends AutoCloseable {

    /**
     * Runs one batch and returns when the vectors are on the host, so that measured times include the computation and
     * not only its launch.
     *
     * @param ids row-major {@code [rows, length]}, negative in padding
     * @return row-major {@code [rows, dimension]}
     * @throws org.virnuc.models.DeviceMemoryException if the device does not have enough memory for the batch
     * @throws org.virnuc.models.DeviceException if the device fails
     */
    float[] run(long[] ids, int rows, int length);

    /** The device's name, such as {@code cpu} or {@code cuda:0}. */
    String device();

    /** Free bytes of the device's own memory; -1 if it has none of its own. */
    default long freeBytes() {
        return -1;
    }

    /** Returns memory to the device that was kept for later batches. */
    default void release() {}

    @Override
    void close();
}
