package org.virnuc.models.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.TensorInfo;

/** Converts the little-endian bytes of a tensor to another floating point type while they stream through. */
final class ElementConverter extends OutputStream {
    private static final int CHUNK = 1 << 15;

    private final OutputStream out;
    private final TensorInfo info;
    private final ElementType target;
    private final float scale;
    private final ByteBuffer in;
    private final ByteBuffer converted;
    private long skip;
    private long left;

    /**
     * A converter of one tensor.
     *
     * @param scale every value is multiplied by it, in fp32
     * @throws ModelException where the tensor does not hold floating point values
     */
    ElementConverter(OutputStream out, TensorInfo info, ElementType target, float scale) {
        if (!isFloat(info.type()) || !isFloat(target)) {
            throw new ModelException("tensor " + info.name() + " holds " + info.type()
                    + " values; expected F64, F32, F16 or" + " BF16; this checkpoint is quantised or of another model");
        }
        this.out = out;
        this.info = info;
        this.target = target;
        this.scale = scale;
        this.in = ByteBuffer.allocate(CHUNK * info.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        this.converted = ByteBuffer.allocate(CHUNK * target.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        keep(0, info.elements());
    }

    /** Passes on {@code count} elements from element {@code first} on, and drops all others. */
    void keep(long first, long count) {
        skip = first * info.type().bytes();
        left = count * info.type().bytes();
    }

    /** These values as elements of another type. */
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

    /** Passes on what is left; the underlying stream stays open. */
    @Override
    public void close() throws IOException {
        convert();
        if (skip != 0 || left != 0 || in.position() != 0) {
            throw new ModelException("tensor " + info.name() + " ended before all of its values had come");
        }
    }

    private void convert() throws IOException {
        in.flip();
        converted.clear();
        int count = in.remaining() / info.type().bytes();
        switch (info.type()) {
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    put(converted, in.getFloat() * scale, target);
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    put(converted, SmallFloats.fromHalf(in.getShort()) * scale, target);
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    put(converted, SmallFloats.fromBfloat(in.getShort()) * scale, target);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    put(converted, (float) in.getDouble() * scale, target);
                }
            }
        }
        out.write(converted.array(), 0, converted.position());
        in.compact();
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
