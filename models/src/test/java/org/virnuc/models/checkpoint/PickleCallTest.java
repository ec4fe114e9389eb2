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

/** Pickles that name, call or build what they may not, each in a sound zip. */
@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class PickleCallTest {

    /** Names that are not on the list, module and name. */
    private static final List<String> NAMES = List.of(
            "os system",
            "posix system",
            "nt system",
            "subprocess Popen",
            "builtins eval",
            "__builtin__ exec",
            "builtins getattr",
            "builtins object",
            "functools partial",
            "operator attrgetter",
            "copyreg _reconstructor",
            "torch load",
            "torch.hub load",
            "torch.storage _load_from_bytes",
            "torch.jit._serialization load",
            "torch._utils _rebuild_wrapper_subclass",
            "torch.nn.modules.utils _pair",
            "torch.nn.modules.linear os.system",
            "torch.nn.modules linear.Linear.forward",
            "torch.nn.modules.. Linear",
            "torch ComplexFloatStorage",
            "collections OrderedDict.fromkeys",
            "numpy.core.multiarray _reconstruct",
            "__main__ Other",
            "__main__ MLPClassifier.forward",
            "java.lang Runtime",
            " eval");

    @ParameterizedTest
    @MethodSource({"globals", "oddNames", "calls", "objects", "persistentIds"})
    void refuses(Case hostile, @TempDir Path folder) throws IOException {
        TorchHostile.assertRefused(hostile, folder);
    }

    static List<Case> globals() {
        PickleCases cases = new PickleCases();
        for (String name : NAMES) {
            String[] parts = name.split(" ", 2);
            String quoted = "names '" + parts[0] + "." + parts[1] + "'";
            cases.add("GLOBAL " + name, quoted, value(p -> p.global(parts[0], parts[1])));
            cases.add("STACK_GLOBAL " + name, quoted, value(p -> p.text(parts[0])
                    .text(parts[1])
                    .op(PickleOpcode.STACK_GLOBAL)));
        }
        return cases.list();
    }

    static List<Case> oddNames() {
        PickleCases cases = new PickleCases();
        cases.add("control characters", "names 'o\\u000as.sys\\u001b[2Jtem'", value(p -> p.text("o\ns")
                .text("sys\u001b[2Jtem")
                .op(PickleOpcode.STACK_GLOBAL)));
        cases.add("a long name", "names 'mmm", value(p -> p.text("m".repeat(1 << 20))
                .text("n".repeat(1 << 20))
                .op(PickleOpcode.STACK_GLOBAL)));
        cases.add("a name without end", "without an end", value(p -> p.op(PickleOpcode.GLOBAL)
                .raw("x".repeat(1000).getBytes(US_ASCII))));
        cases.add("a name of integers", "names something by int", value(p -> p.integer(1)
                .integer(2)
                .op(PickleOpcode.STACK_GLOBAL)));
        return cases.list();
    }

    static List<Case> calls() {
        PickleCases cases = new PickleCases();
        for (String name : List.of(
                "torch float32",
                "torch FloatStorage",
                "argparse Namespace",
                "__main__ MLPClassifier",
                "torch.nn.modules.linear Linear")) {
            String[] parts = name.split(" ", 2);
            cases.add("call of " + name, "calls " + parts[0] + "." + parts[1], value(p -> call(p, parts[0], parts[1])));
        }
        cases.add("call of a text", "calls str", value(p -> p.text("eval")
                .op(PickleOpcode.EMPTY_TUPLE)
                .op(PickleOpcode.REDUCE)));
        cases.add(
                "call with a text",
                "the arguments of collections.OrderedDict",
                value(p -> p.global("collections", "OrderedDict").text("x").op(PickleOpcode.REDUCE)));
        cases.add("OrderedDict of a triple", "has 3 values", value(p -> p.global("collections", "OrderedDict")
                .op(PickleOpcode.EMPTY_LIST)
                .integers(1, 2, 3)
                .op(PickleOpcode.APPEND)
                .op(PickleOpcode.TUPLE1)
                .op(PickleOpcode.REDUCE)));
        cases.add("set of three arguments", "is given 3 arguments", value(p -> p.global("builtins", "set")
                .integers(1, 2, 3)
                .op(PickleOpcode.REDUCE)));
        return cases.list();
    }

    static List<Case> objects() {
        PickleCases cases = new PickleCases();
        cases.add("object of OrderedDict", "makes an object of collections.OrderedDict", value(p -> p.global(
                        "collections", "OrderedDict")
                .op(PickleOpcode.EMPTY_TUPLE)
                .op(PickleOpcode.NEWOBJ)));
        cases.add("object with arguments", "is given 1 arguments", value(p -> p.global("argparse", "Namespace")
                .integers(1)
                .op(PickleOpcode.NEWOBJ)));
        cases.add("object of a text", "makes an object of str", value(p -> p.text("x")
                .op(PickleOpcode.EMPTY_TUPLE)
                .op(PickleOpcode.NEWOBJ)));
        cases.add("state of a list", "gives list a state", value(p -> p.op(PickleOpcode.EMPTY_LIST)
                .op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.BUILD)));
        cases.add("state of a tensor", "gives tensor a state", value(p -> p.tensor(4, 0, new long[] {4}, new long[] {1})
                .op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.BUILD)));
        cases.add("state that is a tuple", "a state that is not a dict but tuple", value(p -> namespace(p)
                .op(PickleOpcode.NONE)
                .op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.TUPLE2)
                .op(PickleOpcode.BUILD)));
        cases.add("state twice", "a state twice", value(p -> namespace(p)
                .op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.BUILD)
                .op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.BUILD)));
        cases.add("parameter of no tensor", "of int instead of a tensor", value(p -> p.global(
                        "torch._utils", "_rebuild_parameter")
                .integers(1, 2, 3)
                .op(PickleOpcode.REDUCE)));
        return cases.list();
    }

    static List<Case> persistentIds() {
        PickleCases cases = new PickleCases();
        String unknown = "not a storage";
        cases.add("id is a text", unknown, value(p -> p.text("0").op(PickleOpcode.BINPERSID)));
        cases.add("id of one item", unknown, value(p -> p.text("0")
                .op(PickleOpcode.TUPLE1)
                .op(PickleOpcode.BINPERSID)));
        cases.add("id of a module", unknown, value(p -> p.op(PickleOpcode.MARK)
                .text("module")
                .global("torch", "FloatStorage")
                .text("0")
                .text("cpu")
                .integer(4)
                .op(PickleOpcode.TUPLE)
                .op(PickleOpcode.BINPERSID)));
        cases.add("id without a type", unknown, value(p -> p.op(PickleOpcode.MARK)
                .text("storage")
                .global("torch", "Size")
                .text("0")
                .text("cpu")
                .integer(4)
                .op(PickleOpcode.TUPLE)
                .op(PickleOpcode.BINPERSID)));
        cases.add("storage missing", "no storage '17'", value(p -> p.storage("17", 4)));
        cases.add("storage outside", "no storage '../data.pkl'", value(p -> p.storage("../data.pkl", 4)));
        cases.add("storage smaller than declared", "16 bytes, yet declares 5", value(p -> p.storage("0", 5)));
        cases.add("storage larger than declared", "16 bytes, yet declares 3", value(p -> p.storage("0", 3)));
        cases.add("storage of negative size", "yet declares -4", value(p -> p.storage("0", -4)));
        cases.add("storage of 2^62", "yet declares 4611686018427387904", value(p -> p.storage("0", 1L << 62)));
        cases.add("storage of 2^62 + 4", "yet declares", value(p -> p.storage("0", (1L << 62) + 4)));
        return cases.list();
    }

    private static PickleAssembler namespace(PickleAssembler pickle) {
        return pickle.global("argparse", "Namespace")
                .op(PickleOpcode.EMPTY_TUPLE)
                .op(PickleOpcode.NEWOBJ);
    }

    private static void call(PickleAssembler pickle, String module, String name) {
        pickle.global(module, name).op(PickleOpcode.EMPTY_TUPLE).op(PickleOpcode.REDUCE);
    }
}
