package org.virnuc.models.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the subset of pickle protocol 2 that TorchScript archives consist of. */
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
