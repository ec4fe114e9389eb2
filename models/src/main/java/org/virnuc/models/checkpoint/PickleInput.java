package org.virnuc.models.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.virnuc.models.ModelException;

/**
 * The bytes of one pickle, read from start to end. A declared length is never trusted beyond the bytes that are left.
 */
final class PickleInput {

    private final ByteBuffer bytes;
    private final TorchRefusal refusal;

    PickleInput(byte[] bytes, TorchRefusal refusal) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.refusal = refusal;
    }

    TorchRefusal refusal() {
        return refusal;
    }

    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    int remaining() {
        return bytes.remaining();
    }

    /** The exception for a damaged pickle, with the current position. */
    ModelException damaged(String what) {
        return refusal.damaged(place(what));
    }

    /** The exception for an unsupported pickle, with the current position. */
    ModelException unsupported(String what) {
        return refusal.unsupported(place(what));
    }

    private String place(String what) {
        return "data.pkl, byte " + bytes.position() + ": " + what;
    }

    PickleOpcode opcode() {
        int code = u8();
        PickleOpcode opcode = PickleOpcode.of(code);
        if (opcode == null) {
            throw damaged(String.format("0x%02x is not a pickle opcode", code));
        }
        if (opcode.group() == PickleOpcode.Group.REFUSED) {
            throw unsupported("opcode " + opcode + " " + opcode.reason());
        }
        return opcode;
    }

    int u8() {
        return Byte.toUnsignedInt(need(1).get());
    }

    int u16() {
        return Short.toUnsignedInt(need(2).getShort());
    }

    int i32() {
        return need(4).getInt();
    }

    long u32() {
        return Integer.toUnsignedLong(i32());
    }

    /** Eight bytes, unsigned; values from 2^63 on are returned as negative numbers. */
    long u64() {
        return need(8).getLong();
    }

    /** A float, the only value that pickle stores in big-endian order. */
    double f64() {
        return Double.longBitsToDouble(Long.reverseBytes(u64()));
    }

    /** A two's complement integer of any width; returned as text if it does not fit into 64 bits. */
    PickleValue integer(long length) {
        if (length < 0 || length > PickleBounds.MAX_INTEGER_BYTES) {
            throw damaged(
                    "an integer of " + length + " bytes; at most " + PickleBounds.MAX_INTEGER_BYTES + " are read");
        }
        byte[] little = take(length);
        byte[] big = new byte[little.length];
        for (int i = 0; i < big.length; i++) {
            big[i] = little[big.length - 1 - i];
        }
        BigInteger value = big.length == 0 ? BigInteger.ZERO : new BigInteger(big);
        return value.bitLength() < Long.SIZE
                ? new PickleValue.Int(value.longValue())
                : new PickleValue.Text(value.toString());
    }

    String utf8(long length) {
        return new String(take(length), UTF_8);
    }

    /** The text up to the next line feed. */
    String line() {
        int start = bytes.position();
        int limit = Math.min(bytes.remaining(), PickleBounds.MAX_NAME_BYTES + 1);
        for (int i = 0; i < limit; i++) {
            if (bytes.get(start + i) == '\n') {
                String line = utf8(i);
                bytes.get();
                return line;
            }
        }
        throw damaged("a name without an end within " + PickleBounds.MAX_NAME_BYTES + " bytes");
    }

    void skip(long length) {
        need(length).position(bytes.position() + (int) length);
    }

    private byte[] take(long length) {
        need(length);
        byte[] taken = new byte[(int) length];
        bytes.get(taken);
        return taken;
    }

    private ByteBuffer need(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw damaged("ends where " + Long.toUnsignedString(length) + " bytes are needed, " + bytes.remaining()
                    + " are left");
        }
        return bytes;
    }
}
