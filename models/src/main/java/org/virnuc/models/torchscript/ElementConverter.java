package org.virnuc.models.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.SmallFloats;
import org.virnuc.models.checkpoint.TensorInfo;

/** Converts the little-endian bytes of a tensor to another floating-point type as they stream through. */
final class ElementConverter extends OutputStream {
    private static final int CHUNK = 1 << 15;

    private final OutputStream out;
    private final TensorInfo info;
    private final ElementType target;
    private final float scale;
    private final ByteBuffer in;
    private final ByteBuffer converted;
    private final float[] values = new float[CHUNK];
    private final short[] halves = new short[CHUNK];
    private long skip;
    private long left;

    /**
     * A converter for one tensor.
     *
     * @param scale factor for every value, applied in fp32
     * @throws ModelException if the tensor does not contain floating-point values
     */
    ElementConverter(OutputStream out, TensorInfo info, ElementType target, float scale) {
        if (!isFloat(info.type())) {
            throw new ModelException("tensor " + info.name() + " holds " + info.type()
                    + " values; expected F64, F32, F16 or BF16; this checkpoint is quantised or of another model");
        }
        this.out = out;
        this.info = info;
        this.target = target;
        this.scale = scale;
        this.in = ByteBuffer.allocate(CHUNK * info.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        this.converted = ByteBuffer.allocate(CHUNK * target.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        keep(0, info.elements());
    }

    /** Passes on only {@code count} elements, starting at element {@code first}. */
    void keep(long first, long count) {
        skip = first * info.type().bytes();
        left = count * info.type().bytes();
    }

    /** The little-endian bytes of values, converted to another type. */
    static byte[] bytes(float[] values, ElementType target) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * target.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            put(buffer, value, target);
        }
        return buffer.array();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int dropped = (int) Math.min(skip, length);
        skip -= dropped;
        int position = offset + dropped;
        int end = position + (int) Math.min(left, length - dropped);
        left -= end - position;
        if (info.type() == target && scale == 1) {
            out.write(bytes, position, end - position);
            return;
        }
        while (position < end) {
            int count = Math.min(in.remaining(), end - position);
            in.put(bytes, position, count);
            position += count;
            if (!in.hasRemaining()) {
                convert();
            }
        }
    }

    /** Passes on what is still buffered; the underlying stream stays open. */
    @Override
    public void close() throws IOException {
        convert();
        if (skip != 0 || left != 0 || in.position() != 0) {
            throw new ModelException("tensor " + info.name() + " ended before all of its values were read");
        }
    }

    private void convert() throws IOException {
        in.flip();
        converted.clear();
        int count = in.remaining() / info.type().bytes();
        decode(count);
        if (scale != 1) {
            for (int i = 0; i < count; i++) {
                values[i] *= scale;
            }
        }
        encode(count);
        out.write(converted.array(), 0, count * target.bytes());
        in.position(count * info.type().bytes());
        in.compact();
    }

    /**
     * Decodes elements into {@code values}. Each type has a loop of its own without branches, which the JVM compiles to
     * fast code.
     */
    private void decode(int count) {
        switch (info.type()) {
            case F32 -> in.asFloatBuffer().get(values, 0, count);
            case F16 -> {
                in.asShortBuffer().get(halves, 0, count);
                for (int i = 0; i < count; i++) {
                    values[i] = SmallFloats.fromHalf(halves[i]);
                }
            }
            case BF16 -> {
                in.asShortBuffer().get(halves, 0, count);
                for (int i = 0; i < count; i++) {
                    values[i] = SmallFloats.fromBfloat(halves[i]);
                }
            }
            default -> {
                DoubleBuffer doubles = in.asDoubleBuffer();
                for (int i = 0; i < count; i++) {
                    values[i] = (float) doubles.get(i);
                }
            }
        }
    }

    private void encode(int count) {
        switch (target) {
            case F32 -> converted.asFloatBuffer().put(values, 0, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    halves[i] = SmallFloats.toHalf(values[i]);
                }
                converted.asShortBuffer().put(halves, 0, count);
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    halves[i] = SmallFloats.toBfloat(values[i]);
                }
                converted.asShortBuffer().put(halves, 0, count);
            }
            default -> throw new IllegalStateException("no graph computes in " + target);
        }
    }

    private static void put(ByteBuffer buffer, float value, ElementType target) {
        switch (target) {
            case F32 -> buffer.putFloat(value);
            case F16 -> buffer.putShort(SmallFloats.toHalf(value));
            case BF16 -> buffer.putShort(SmallFloats.toBfloat(value));
            default -> buffer.putDouble(value);
        }
    }

    private static boolean isFloat(ElementType type) {
        return type == ElementType.F32
                || type == ElementType.F16
                || type == ElementType.BF16
                || type == ElementType.F64;
    }
}
