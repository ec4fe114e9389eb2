package org.virnuc.models.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the extra field of a zip header, of which only the zip64 part matters: values that do not fit into 32 bits.
 */
final class ZipExtra {

    /** The 32-bit value that refers to the extra field. */
    static final long IN_EXTRA = 0xFFFF_FFFFL;

    private static final int ZIP64 = 1;
    private static final int HEAD_BYTES = 4;

    private ZipExtra() {}

    /** The values of the zip64 part, little-endian; empty if there is none. */
    static ByteBuffer zip64(ByteBuffer extra) {
        ByteBuffer rest = extra.order(ByteOrder.LITTLE_ENDIAN);
        while (rest.remaining() >= HEAD_BYTES) {
            int id = Short.toUnsignedInt(rest.getShort());
            int length = Math.min(Short.toUnsignedInt(rest.getShort()), rest.remaining());
            if (id == ZIP64) {
                return rest.slice(rest.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            rest.position(rest.position() + length);
        }
        return ByteBuffer.allocate(0);
    }
}
