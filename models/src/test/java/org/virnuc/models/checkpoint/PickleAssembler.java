package org.virnuc.models.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Writes pickles, right or wrong, opcode by opcode; begins with protocol 2. */
final class PickleAssembler {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A pickle of nothing yet. */
    static PickleAssembler pickle() {
        return new PickleAssembler().op(PickleOpcode.PROTO).raw(2);
    }

    /** A whole pickle: a dict with one entry {@code x}, its value by the given steps. */
    static byte[] value(Consumer<PickleAssembler> steps) {
        PickleAssembler pickle = pickle().op(PickleOpcode.EMPTY_DICT).text("x");
        steps.accept(pickle);
        return pickle.op(PickleOpcode.SETITEM).stop();
    }

    PickleAssembler op(PickleOpcode opcode) {
        return raw(opcode.code());
    }

    PickleAssembler op(PickleOpcode opcode, int times) {
        for (int i = 0; i < times; i++) {
            op(opcode);
        }
        return this;
    }

    PickleAssembler raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    PickleAssembler raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    PickleAssembler i32(long value) {
        return raw(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array());
    }

    PickleAssembler i64(long value) {
        return raw(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    PickleAssembler text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return op(PickleOpcode.BINUNICODE).i32(bytes.length).raw(bytes);
    }

    PickleAssembler integer(long value) {
        return op(PickleOpcode.LONG1).raw(Long.BYTES).i64(value);
    }

    PickleAssembler global(String module, String name) {
        return op(PickleOpcode.GLOBAL).raw((module + "\n" + name + "\n").getBytes(UTF_8));
    }

    PickleAssembler put(int index) {
        return op(PickleOpcode.LONG_BINPUT).i32(index);
    }

    PickleAssembler get(int index) {
        return op(PickleOpcode.LONG_BINGET).i32(index);
    }

    /** A tuple of integers. */
    PickleAssembler integers(long... values) {
        op(PickleOpcode.MARK);
        for (long value : values) {
            integer(value);
        }
        return op(PickleOpcode.TUPLE);
    }

    /** A storage of fp32 values. */
    PickleAssembler storage(String key, long elements) {
        return op(PickleOpcode.MARK)
                .text("storage")
                .global("torch", "FloatStorage")
                .text(key)
                .text("cpu")
                .integer(elements)
                .op(PickleOpcode.TUPLE)
                .op(PickleOpcode.BINPERSID);
    }

    /** A tensor over the storage {@code 0} of {@code elements} fp32 values. */
    PickleAssembler tensor(long elements, long offset, long[] shape, long[] stride) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .op(PickleOpcode.MARK)
                .storage("0", elements)
                .integer(offset)
                .integers(shape)
                .integers(stride)
                .op(PickleOpcode.NEWFALSE)
                .op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.TUPLE)
                .op(PickleOpcode.REDUCE);
    }

    /** The bytes so far. */
    byte[] bytes() {
        return out.toByteArray();
    }

    /** The bytes, ended. */
    byte[] stop() {
        return op(PickleOpcode.STOP).bytes();
    }
}
