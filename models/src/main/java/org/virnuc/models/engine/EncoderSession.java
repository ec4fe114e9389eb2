package org.virnuc.models.engine;

/**
 * An encoder's archive on one device, and what only that device knows; everything else is the same for CPUs and GPUs. May be
 * used by several threads at once.
 */
interface EncoderSession extends AutoCloseable {

    /**
     * Runs one batch; returns when the vectors are on the host, so that a clock stopped then has measured the computing and
     * not its queueing.
     *
     * @param ids row-major {@code [rows, length]}, negative where a row has ended
     * @return row-major {@code [rows, dimension]}
     * @throws org.virnuc.models.DeviceMemoryException where the device has no room for the batch
     * @throws org.virnuc.models.DeviceException where the device fails
     */
    float[] run(long[] ids, int rows, int length);

    /** The device's name, such as {@code cpu} or {@code cuda:0}. */
    String device();

    /** Bytes of the device's own memory that are free; -1 where it has none of its own. */
    default long freeBytes() {
        return -1;
    }

    /** Gives memory back that is held for later batches. */
    default void release() {}

    @Override
    void close();
}
