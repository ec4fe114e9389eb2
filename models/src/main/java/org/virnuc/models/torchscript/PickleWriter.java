package org.virnuc.models.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The part of pickle protocol 2 that TorchScript archives are made of. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        op(0x80).op(2);
    }

    /** A class or function by module and name. */
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

    /** A tuple of integers. */
    PickleWriter integers(List<Long> values) {
        mark();
        values.forEach(this::integer);
        return tuple();
    }

    PickleWriter mark() {
        return op('(');
    }

    /** Everything since the mark, as a tuple. */
    PickleWriter tuple() {
        return op('t');
    }

    PickleWriter emptyTuple() {
        return op(')');
    }

    PickleWriter emptyDict() {
        return op('}');
    }

    /** Puts the keys and values since the mark into the dictionary before it. */
    PickleWriter setItems() {
        return op('u');
    }

    /** Makes an object of the class and the tuple on the stack. */
    PickleWriter newObject() {
        return op(0x81);
    }

    /** Gives the object on the stack its state. */
    PickleWriter build() {
        return op('b');
    }

    /** Calls the function on the stack with the tuple on the stack. */
    PickleWriter reduce() {
        return op('R');
    }

    /** Turns the tuple on the stack into a reference to a storage. */
    PickleWriter persistentId() {
        return op('Q');
    }

    /** The finished pickle. */
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
