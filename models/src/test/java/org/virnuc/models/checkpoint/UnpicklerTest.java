package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnuc.models.checkpoint.PickleAssembler.value;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each opcode and each allowed name comes to, where PyTorch's own files do not show it. */
class UnpicklerTest {

    @Test
    void readsIntegersOfEveryWidth() {
        assertThat(read(p -> p.op(PickleOpcode.BININT1).raw(255))).isEqualTo(255L);
        assertThat(read(p -> p.op(PickleOpcode.BININT2).raw(255, 255))).isEqualTo(65535L);
        assertThat(read(p -> p.op(PickleOpcode.BININT).i32(-2))).isEqualTo(-2L);
        assertThat(read(p -> p.op(PickleOpcode.LONG1).raw(0))).isEqualTo(0L);
        assertThat(read(p -> p.op(PickleOpcode.LONG1).raw(1, 255))).isEqualTo(-1L);
        assertThat(read(p -> p.op(PickleOpcode.LONG4).i32(8).i64(Long.MIN_VALUE)))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(read(p -> p.op(PickleOpcode.LONG1).raw(9).i64(0).raw(1))).isEqualTo("18446744073709551616");
    }

    @Test
    void readsTextsAndBytesOfEveryLength() {
        byte[] word = {'w', 'o'};
        assertThat(read(p -> p.op(PickleOpcode.SHORT_BINUNICODE).raw(2).raw(word)))
                .isEqualTo("wo");
        assertThat(read(p -> p.op(PickleOpcode.BINUNICODE).i32(2).raw(word))).isEqualTo("wo");
        assertThat(read(p -> p.op(PickleOpcode.BINUNICODE8).i64(2).raw(word))).isEqualTo("wo");
        assertThat(read(p -> p.op(PickleOpcode.SHORT_BINSTRING).raw(2).raw(word)))
                .isEqualTo("wo");
        assertThat(read(p -> p.op(PickleOpcode.BINSTRING).i32(2).raw(word))).isEqualTo("wo");
        assertThat(read(p -> p.op(PickleOpcode.SHORT_BINBYTES).raw(2).raw(word)))
                .isEqualTo("2 bytes");
        assertThat(read(p -> p.op(PickleOpcode.BINBYTES).i32(2).raw(word))).isEqualTo("2 bytes");
        assertThat(read(p -> p.op(PickleOpcode.BINBYTES8).i64(2).raw(word))).isEqualTo("2 bytes");
        assertThat(read(p -> p.op(PickleOpcode.BYTEARRAY8).i64(2).raw(word))).isEqualTo("2 bytes");
    }

    @Test
    void readsAFloatWithItsHighestByteFirst() {
        assertThat(read(p -> p.op(PickleOpcode.BINFLOAT).raw(0xbf, 0xf8, 0, 0, 0, 0, 0, 0)))
                .isEqualTo(-1.5);
    }

    @Test
    void buildsContainersOfEveryKind() {
        Consumer<PickleAssembler> items = p -> p.op(PickleOpcode.MARK).text("a").op(PickleOpcode.NEWTRUE);
        List<Object> expected = List.of("a", true);
        for (PickleOpcode opcode : List.of(PickleOpcode.LIST, PickleOpcode.TUPLE, PickleOpcode.FROZENSET)) {
            assertThat(read(p -> {
                        items.accept(p);
                        p.op(opcode);
                    }))
                    .isEqualTo(expected);
        }
        assertThat(read(p -> {
                    items.accept(p);
                    p.op(PickleOpcode.DICT);
                }))
                .isEqualTo(Map.of("a", true));
        assertThat(read(p -> {
                    p.op(PickleOpcode.EMPTY_SET);
                    items.accept(p);
                    p.op(PickleOpcode.ADDITEMS);
                }))
                .isEqualTo(expected);
        assertThat(read(p -> p.op(PickleOpcode.NONE, 3).op(PickleOpcode.TUPLE3)))
                .isEqualTo(Arrays.asList(null, null, null));
    }

    @Test
    void keepsScalarKeysAsPythonWritesThem() {
        assertThat(read(p -> p.op(PickleOpcode.EMPTY_DICT)
                        .op(PickleOpcode.MARK)
                        .integer(7)
                        .text("int")
                        .op(PickleOpcode.NEWTRUE)
                        .text("bool")
                        .op(PickleOpcode.NONE)
                        .text("none")
                        .op(PickleOpcode.BINFLOAT)
                        .raw(0x3f, 0xf8, 0, 0, 0, 0, 0, 0)
                        .text("float")
                        .op(PickleOpcode.SETITEMS)))
                .isEqualTo(Map.of("7", "int", "True", "bool", "None", "none", "1.5", "float"));
    }

    @Test
    void movesValuesOnTheStack() {
        assertThat(read(p -> p.text("kept").op(PickleOpcode.NONE).op(PickleOpcode.POP)))
                .isEqualTo("kept");
        assertThat(read(p -> p.text("kept")
                        .op(PickleOpcode.MARK)
                        .op(PickleOpcode.NONE, 5)
                        .op(PickleOpcode.POP_MARK)))
                .isEqualTo("kept");
        assertThat(read(p -> p.text("twice").op(PickleOpcode.DUP).op(PickleOpcode.TUPLE2)))
                .isEqualTo(List.of("twice", "twice"));
        assertThat(read(p -> p.text("m")
                        .op(PickleOpcode.MEMOIZE)
                        .op(PickleOpcode.POP)
                        .op(PickleOpcode.BINGET)
                        .raw(0)))
                .isEqualTo("m");
    }

    @Test
    void callsStandForContainers() {
        assertThat(read(p -> call(p.global("collections", "OrderedDict")
                        .op(PickleOpcode.EMPTY_LIST)
                        .text("k")
                        .text("v")
                        .op(PickleOpcode.TUPLE2)
                        .op(PickleOpcode.APPEND))))
                .isEqualTo(Map.of("k", "v"));
        for (String name : List.of("set", "frozenset", "list", "tuple")) {
            assertThat(read(p -> call(p.global("__builtin__", name).integers(1, 2))))
                    .isEqualTo(List.of(1L, 2L));
        }
        assertThat(read(p -> p.global("builtins", "dict")
                        .op(PickleOpcode.EMPTY_TUPLE)
                        .op(PickleOpcode.REDUCE)))
                .isEqualTo(Map.of());
        assertThat(read(p -> p.global("torch", "bfloat16"))).isEqualTo("torch.bfloat16");
    }

    @Test
    void aParameterWithStateIsItsTensor() {
        TorchTree.Parts parts = parts(value(p -> p.global("torch._utils", "_rebuild_parameter_with_state")
                .op(PickleOpcode.MARK)
                .tensor(4, 0, new long[] {2, 2}, new long[] {2, 1})
                .op(PickleOpcode.NEWTRUE)
                .op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.TUPLE)
                .op(PickleOpcode.REDUCE)));
        assertThat(parts.metadata()).isEmpty();
        assertThat(Objects.requireNonNull(parts.tensors().get("x")).shape()).containsExactly(2L, 2L);
    }

    private static void call(PickleAssembler argument) {
        argument.op(PickleOpcode.TUPLE1).op(PickleOpcode.REDUCE);
    }

    private static @Nullable Object read(Consumer<PickleAssembler> steps) {
        return parts(value(steps)).metadata().get("x");
    }

    private static TorchTree.Parts parts(byte[] pickle) {
        TorchRefusal refusal = new TorchRefusal("test.pt");
        ZipMember member = new ZipMember("top/data/0", false, 0, 16, 16, 0);
        PickleValue root =
                Unpickler.load(pickle, (type, key, elements) -> new TorchStorage(type, member, elements), refusal);
        return TorchTree.parts(root, refusal);
    }
}
