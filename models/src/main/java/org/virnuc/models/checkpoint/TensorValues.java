package org.virnuc.models.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor in memory, to be written to a file.
 *
 * @param shape the dimensions; empty for a single number
 * @param bytes the values, row-major and little-endian
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TensorValues(ElementType type, List<Long> shape, byte[] bytes) {

    /** Checks that the number of bytes is what type and shape require. */
    public TensorValues {
        shape = List.copyOf(shape);
        long expected = new TensorInfo("", type, shape).byteLength();
        if (bytes.length != expected) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes for " + type + " " + shape + ", expected " + expected);
        }
    }

    /** Creates a tensor of 32-bit floats. */
    public static TensorValues of(List<Long> shape, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new TensorValues(ElementType.F32, shape, bytes.array());
    }

    /** Creates a tensor of 64-bit floats. */
    public static TensorValues of(List<Long> shape, double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return new TensorValues(ElementType.F64, shape, bytes.array());
    }

    /** Creates a tensor of one 64-bit integer and no dimensions. */
    public static TensorValues of(long value) {
        return new TensorValues(
                ElementType.I64,
                List.of(),
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array());
    }

    /** The number of values. */
    long elements() {
        return bytes.length / type.bytes();
    }
}
