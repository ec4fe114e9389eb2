package org.virnuc.models.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.virnuc.models.checkpoint.ElementType;

/** Writes the subset of pickle protocol 2 that TorchScript archives and state dicts consist of. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        op(0x80).op(2);
    }

    /** Pushes a class or function, given by module and name. */
    PickleWriter global(String module, String name) {
        op('c');
        bytes(module + "\n" + name + "\n");
        return this;
    }

    PickleWriter text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        op('X').little(encoded.length, 4);
        out.writeBytes(encoded);
        return this;
    }

    PickleWriter integer(long value) {
        if (value == (int) value) {
            return op('J').little(value, 4);
        }
        return op(0x8a).op(8).little(value, 8);
    }

    PickleWriter bool(boolean value) {
        return op(value ? 0x88 : 0x89);
    }

    PickleWriter none() {
        return op('N');
    }

    /** Pushes a tuple of integers. */
    PickleWriter integers(List<Long> values) {
        mark();
        values.forEach(this::integer);
        return tuple();
    }

    PickleWriter mark() {
        return op('(');
    }

    /** Replaces everything above the mark with a tuple. */
    PickleWriter tuple() {
        return op('t');
    }

    PickleWriter emptyTuple() {
        return op(')');
    }

    PickleWriter emptyDict() {
        return op('}');
    }

    /** Adds the keys and values above the mark to the dictionary below it. */
    PickleWriter setItems() {
        return op('u');
    }

    /** Replaces a class and a tuple of arguments with a new object. */
    PickleWriter newObject() {
        return op(0x81);
    }

    /** Sets the state of an object. */
    PickleWriter build() {
        return op('b');
    }

    /** Replaces a function and a tuple of arguments with the result of the call. */
    PickleWriter reduce() {
        return op('R');
    }

    /** Replaces a tuple with a reference to a storage. */
    PickleWriter persistentId() {
        return op('Q');
    }

    /** Pushes an empty {@code OrderedDict}. */
    PickleWriter orderedDict() {
        return global("collections", "OrderedDict").emptyTuple().reduce();
    }

    /**
     * Pushes a contiguous tensor whose values are a storage of their own.
     *
     * @param key the name of the storage
     */
    PickleWriter tensor(int key, ElementType type, List<Long> shape) {
        long[] strides = new long[shape.size()];
        long elements = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides[i] = elements;
            elements *= shape.get(i);
        }
        global("torch._utils", "_rebuild_tensor_v2").mark();
        mark().text("storage").global("torch", type.torchName() + "Storage");
        text(Integer.toString(key)).text("cpu").integer(elements);
        tuple().persistentId();
        integer(0).integers(shape);
        integers(Arrays.stream(strides).boxed().toList()).bool(false);
        return orderedDict().tuple().reduce();
    }

    /** Ends the pickle and returns its bytes. */
    byte[] finish() {
        op('.');
        return out.toByteArray();
    }

    private PickleWriter op(int code) {
        out.write(code);
        return this;
    }

    private PickleWriter little(long value, int width) {
        byte[] encoded = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(encoded, 0, width);
        return this;
    }

    private void bytes(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
