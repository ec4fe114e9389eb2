package org.virnuc.models.engine;

/** An encoder's archive on one device. May be used by several threads at once. */
interface EncoderSession extends AutoCloseable {

    /**
     * Runs one batch; returns when the vectors are on the host.
     *
     * @param ids row-major {@code [rows, length]}, negative where a row has ended
     * @return row-major {@code [rows, dimension]}
     * @throws org.virnuc.models.DeviceException where the device fails or runs out of memory
     */
    float[] run(long[] ids, int rows, int length);

    /** The device's name, such as {@code cpu} or {@code cuda:0}. */
    String device();

    @Override
    void close();
}
