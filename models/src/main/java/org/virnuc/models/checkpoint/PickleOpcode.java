package org.virnuc.models.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * The opcodes of pickle protocols 0 to 5, named as in Python's {@code pickletools}, with how the unpickler treats each
 * of them.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">pickletools</a>
 */
enum PickleOpcode {
    PROTO(0x80, Group.FRAMING),
    FRAME(0x95, Group.FRAMING),
    STOP('.', Group.FRAMING),

    NONE('N', Group.SCALAR),
    NEWTRUE(0x88, Group.SCALAR),
    NEWFALSE(0x89, Group.SCALAR),
    BININT('J', Group.SCALAR),
    BININT1('K', Group.SCALAR),
    BININT2('M', Group.SCALAR),
    LONG1(0x8a, Group.SCALAR),
    LONG4(0x8b, Group.SCALAR),
    BINFLOAT('G', Group.SCALAR),
    BINUNICODE('X', Group.SCALAR),
    SHORT_BINUNICODE(0x8c, Group.SCALAR),
    BINUNICODE8(0x8d, Group.SCALAR),
    BINSTRING('T', Group.SCALAR),
    SHORT_BINSTRING('U', Group.SCALAR),
    BINBYTES('B', Group.SCALAR),
    SHORT_BINBYTES('C', Group.SCALAR),
    BINBYTES8(0x8e, Group.SCALAR),
    BYTEARRAY8(0x96, Group.SCALAR),

    MARK('(', Group.STACK),
    POP('0', Group.STACK),
    POP_MARK('1', Group.STACK),
    DUP('2', Group.STACK),

    BINGET('h', Group.MEMO),
    LONG_BINGET('j', Group.MEMO),
    BINPUT('q', Group.MEMO),
    LONG_BINPUT('r', Group.MEMO),
    MEMOIZE(0x94, Group.MEMO),

    EMPTY_LIST(']', Group.CONTAINER),
    EMPTY_TUPLE(')', Group.CONTAINER),
    EMPTY_DICT('}', Group.CONTAINER),
    EMPTY_SET(0x8f, Group.CONTAINER),
    LIST('l', Group.CONTAINER),
    TUPLE('t', Group.CONTAINER),
    TUPLE1(0x85, Group.CONTAINER),
    TUPLE2(0x86, Group.CONTAINER),
    TUPLE3(0x87, Group.CONTAINER),
    DICT('d', Group.CONTAINER),
    FROZENSET(0x91, Group.CONTAINER),

    APPEND('a', Group.FILL),
    APPENDS('e', Group.FILL),
    SETITEM('s', Group.FILL),
    SETITEMS('u', Group.FILL),
    ADDITEMS(0x90, Group.FILL),

    GLOBAL('c', Group.OBJECT),
    STACK_GLOBAL(0x93, Group.OBJECT),
    REDUCE('R', Group.OBJECT),
    NEWOBJ(0x81, Group.OBJECT),
    BUILD('b', Group.OBJECT),
    BINPERSID('Q', Group.OBJECT),
    INST('i', Group.OBJECT),

    OBJ('o', Reason.OBJECTS),
    NEWOBJ_EX(0x92, Reason.OBJECTS),
    EXT1(0x82, Reason.REGISTRY),
    EXT2(0x83, Reason.REGISTRY),
    EXT4(0x84, Reason.REGISTRY),
    PERSID('P', Reason.OUTSIDE),
    NEXT_BUFFER(0x97, Reason.OUTSIDE),
    READONLY_BUFFER(0x98, Reason.OUTSIDE),
    INT('I', Reason.TEXT),
    LONG('L', Reason.TEXT),
    FLOAT('F', Reason.TEXT),
    STRING('S', Reason.TEXT),
    UNICODE('V', Reason.TEXT),
    GET('g', Reason.TEXT),
    PUT('p', Reason.TEXT);

    /** The part of the unpickler that executes an opcode. */
    enum Group {
        FRAMING,
        SCALAR,
        STACK,
        MEMO,
        CONTAINER,
        FILL,
        OBJECT,
        REFUSED
    }

    private static final class Reason {
        static final String OBJECTS = "builds objects in a way that torch.save does not use";
        static final String REGISTRY = "names a class by its number in a registry of the writer";
        static final String OUTSIDE = "refers to data outside of the file";
        static final String TEXT = "belongs to pickle protocol 0, which torch.save does not write";

        private Reason() {}
    }

    private static final @Nullable PickleOpcode[] BY_CODE = new @Nullable PickleOpcode[256];

    static {
        for (PickleOpcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;
    private final Group group;
    private final String reason;

    PickleOpcode(int code, Group group) {
        this.code = code;
        this.group = group;
        this.reason = "";
    }

    PickleOpcode(int code, String reason) {
        this.code = code;
        this.group = Group.REFUSED;
        this.reason = reason;
    }

    /** The opcode for a byte; null if there is none. */
    static @Nullable PickleOpcode of(int code) {
        return BY_CODE[code];
    }

    int code() {
        return code;
    }

    Group group() {
        return group;
    }

    /** Why the opcode is refused; empty if it is supported. */
    String reason() {
        return reason;
    }
}
