package org.virnuc.models.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.virnuc.models.checkpoint.PickleAssembler.pickle;
import static org.virnuc.models.checkpoint.PickleAssembler.value;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.models.checkpoint.TorchHostile.Case;

/** Pickles that break the rules of the stack machine, each in a sound zip. */
@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class PickleStackTest {

    @ParameterizedTest
    @MethodSource({"underflows", "ends", "containers", "keys", "opcodes"})
    void refuses(Case hostile, @TempDir Path folder) throws IOException {
        TorchHostile.assertRefused(hostile, folder);
    }

    static List<Case> underflows() {
        PickleCases cases = new PickleCases();
        for (PickleOpcode opcode : List.of(
                PickleOpcode.POP,
                PickleOpcode.DUP,
                PickleOpcode.APPEND,
                PickleOpcode.SETITEM,
                PickleOpcode.TUPLE1,
                PickleOpcode.TUPLE3,
                PickleOpcode.REDUCE,
                PickleOpcode.NEWOBJ,
                PickleOpcode.BUILD,
                PickleOpcode.BINPERSID,
                PickleOpcode.STACK_GLOBAL,
                PickleOpcode.MEMOIZE,
                PickleOpcode.STOP)) {
            cases.add(opcode + " of nothing", "stack", pickle().op(opcode).stop());
            cases.add(opcode + " past a mark", "stack", value(p -> p.op(PickleOpcode.EMPTY_LIST, 3)
                    .op(PickleOpcode.MARK)
                    .op(opcode)));
        }
        for (PickleOpcode opcode : List.of(
                PickleOpcode.POP_MARK,
                PickleOpcode.TUPLE,
                PickleOpcode.LIST,
                PickleOpcode.DICT,
                PickleOpcode.FROZENSET,
                PickleOpcode.APPENDS,
                PickleOpcode.SETITEMS,
                PickleOpcode.ADDITEMS)) {
            cases.add(opcode + " without a mark", "never set", value(p -> p.op(opcode)));
        }
        return cases.list();
    }

    static List<Case> ends() {
        PickleCases cases = new PickleCases();
        cases.add("empty", "1 bytes are needed", new byte[0]);
        cases.add(
                "no STOP",
                "1 bytes are needed",
                pickle().op(PickleOpcode.EMPTY_DICT).bytes());
        cases.add(
                "trailing bytes",
                "3 bytes after its end",
                pickle().op(PickleOpcode.EMPTY_DICT)
                        .op(PickleOpcode.STOP)
                        .raw(1, 2, 3)
                        .bytes());
        cases.add(
                "two results",
                "leaves 1 values",
                pickle().op(PickleOpcode.EMPTY_DICT, 2).stop());
        return cases.list();
    }

    static List<Case> containers() {
        PickleCases cases = new PickleCases();
        cases.add("odd SETITEMS", "to nothing", value(p -> p.op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.MARK)
                .text("k")
                .op(PickleOpcode.SETITEMS)));
        cases.add("APPEND to a tuple", "adds items to tuple", value(p -> p.op(PickleOpcode.EMPTY_TUPLE)
                .op(PickleOpcode.NONE)
                .op(PickleOpcode.APPEND)));
        cases.add("ADDITEMS to a list", "adds items to list", value(p -> p.op(PickleOpcode.EMPTY_LIST)
                .op(PickleOpcode.MARK)
                .op(PickleOpcode.ADDITEMS)));
        cases.add(
                "SETITEM of a text",
                "sets keys of str",
                value(p -> p.text("t").text("k").text("v").op(PickleOpcode.SETITEM)));
        return cases.list();
    }

    static List<Case> keys() {
        PickleCases cases = new PickleCases();
        cases.key("list", p -> p.op(PickleOpcode.EMPTY_LIST));
        cases.key("dict", p -> p.op(PickleOpcode.EMPTY_DICT));
        cases.key("tuple", p -> p.op(PickleOpcode.EMPTY_TUPLE));
        cases.key("tensor", p -> p.tensor(4, 0, new long[] {4}, new long[] {1}));
        cases.key("torch.Size", p -> p.global("torch", "Size"));
        cases.add("a key twice", "twice", value(p -> p.op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.MARK)
                .text("1")
                .text("a")
                .integer(1)
                .text("b")
                .op(PickleOpcode.SETITEMS)));
        return cases.list();
    }

    static List<Case> opcodes() {
        PickleCases cases = new PickleCases();
        for (PickleOpcode opcode : PickleOpcode.values()) {
            if (opcode.group() == PickleOpcode.Group.REFUSED) {
                cases.add("opcode " + opcode, "opcode " + opcode + " ", value(p -> p.op(opcode)
                        .raw("posix\nsystem\n".getBytes(US_ASCII))));
            }
        }
        cases.add("INST of a command", "names 'posix.system'", value(p -> p.op(PickleOpcode.INST)
                .raw("posix\nsystem\n".getBytes(US_ASCII))));
        cases.add("INST of an allowed name", "opcode INST", value(p -> p.op(PickleOpcode.INST)
                .raw("collections\nOrderedDict\n".getBytes(US_ASCII))));
        cases.add("no opcode", "0xff is not a pickle opcode", value(p -> p.raw(0xff)));
        cases.add("protocol 0", "pickle protocol 0", new byte[] {'}', '.'});
        cases.add("protocol 1", "pickle protocol 1", new byte[] {(byte) 0x80, 1, '}', '.'});
        cases.add("protocol 6", "pickle protocol 6", new byte[] {(byte) 0x80, 6, '}', '.'});
        cases.add("protocol twice", "its protocol twice", value(p -> p.op(PickleOpcode.PROTO)
                .raw(2)));
        return cases.list();
    }
}
