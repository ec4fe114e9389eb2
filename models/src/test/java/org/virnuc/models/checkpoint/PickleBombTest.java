package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnuc.models.checkpoint.PickleAssembler.pickle;
import static org.virnuc.models.checkpoint.PickleAssembler.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.models.checkpoint.TorchHostile.Case;

/** Pickles that are small on disk and large in memory, or never end; each in a sound zip. */
@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class PickleBombTest {

    private static final int MANY = 100_000;

    @ParameterizedTest
    @MethodSource({"nests", "costs", "lengths"})
    void refuses(Case hostile, @TempDir Path folder) throws IOException {
        TorchHostile.assertRefused(hostile, folder);
    }

    @Test
    void readsKeysWhoseHashesCollideInTime(@TempDir Path folder) throws IOException {
        PickleAssembler pickle = pickle().op(PickleOpcode.EMPTY_DICT).op(PickleOpcode.MARK);
        int keys = 1 << 16;
        for (int key = 0; key < keys; key++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 16; bit++) {
                text.append((key >> bit & 1) == 0 ? "Aa" : "BB");
            }
            pickle.text(text.toString()).op(PickleOpcode.NONE);
        }
        Path file = write(folder, pickle.op(PickleOpcode.SETITEMS).stop());
        try (TorchZip zip = TorchZip.open(file)) {
            assertThat(zip.metadata()).hasSize(keys);
        }
    }

    static List<Case> nests() {
        PickleCases cases = new PickleCases();
        cases.add("nested lists", "deep", value(p -> p.op(PickleOpcode.EMPTY_LIST, MANY)
                .op(PickleOpcode.APPEND, MANY - 1)));
        cases.add("nested tuples", "deep", value(p -> p.op(PickleOpcode.NONE).op(PickleOpcode.TUPLE1, MANY)));
        cases.add(
                "list in itself",
                "deep",
                value(p -> p.op(PickleOpcode.EMPTY_LIST).put(0).get(0).op(PickleOpcode.APPEND)));
        cases.add(
                "dict in itself",
                "deep",
                pickle().op(PickleOpcode.EMPTY_DICT)
                        .put(0)
                        .text("self")
                        .get(0)
                        .op(PickleOpcode.SETITEM)
                        .stop());
        cases.add("module in itself", "deep", value(p -> p.global("__main__", "MLPClassifier")
                .op(PickleOpcode.EMPTY_TUPLE)
                .op(PickleOpcode.NEWOBJ)
                .put(0)
                .op(PickleOpcode.EMPTY_DICT)
                .text("_modules")
                .op(PickleOpcode.EMPTY_DICT)
                .text("child")
                .get(0)
                .op(PickleOpcode.SETITEM)
                .op(PickleOpcode.SETITEM)
                .op(PickleOpcode.BUILD)));
        return cases.list();
    }

    static List<Case> costs() {
        PickleCases cases = new PickleCases();
        cases.add("doubling lists", "unfolds", value(p -> doubling(p, 50)));
        cases.add("doubling to the bound of depth", "unfolds", value(p -> doubling(p, 62)));
        cases.add("many opcodes", "steps", value(p -> p.op(PickleOpcode.NONE, 300_000)));
        cases.add("many dicts", "steps", value(p -> p.op(PickleOpcode.EMPTY_DICT, 300_000)));
        cases.add("many marks", "steps", value(p -> p.op(PickleOpcode.MARK, 300_000)));
        cases.add("marks left", "a stack that has fewer", value(p -> p.op(PickleOpcode.MARK, MANY)));
        cases.add("sets of one long list", "steps", value(p -> copies(p, "set")));
        cases.add("lists of one long list", "steps", value(p -> copies(p, "list")));
        cases.add("one long text often", "unfolds", value(p -> {
            p.text("t".repeat(8 << 20))
                    .put(0)
                    .op(PickleOpcode.POP)
                    .op(PickleOpcode.EMPTY_LIST)
                    .op(PickleOpcode.MARK);
            for (int i = 0; i < 1000; i++) {
                p.get(0);
            }
            p.op(PickleOpcode.APPENDS);
        }));
        cases.add("one tensor under many long names", "unfolds", value(PickleBombTest::longNames));
        cases.add("hidden attributes often", "unfolds", value(PickleBombTest::hiddenAttributes));
        cases.add("more than 16 MiB", "at most 16777216", value(p -> p.text("t".repeat(17 << 20))));
        return cases.list();
    }

    static List<Case> lengths() {
        PickleCases cases = new PickleCases();
        for (long length : new long[] {1L << 60, Long.MAX_VALUE, -1}) {
            cases.add("BINUNICODE8 " + length, "are needed", value(p -> p.op(PickleOpcode.BINUNICODE8)
                    .i64(length)));
            cases.add("BINBYTES8 " + length, "are needed", value(p -> p.op(PickleOpcode.BINBYTES8)
                    .i64(length)));
            cases.add("BYTEARRAY8 " + length, "are needed", value(p -> p.op(PickleOpcode.BYTEARRAY8)
                    .i64(length)));
            cases.add("FRAME " + length, "a frame of", value(p -> p.op(PickleOpcode.FRAME)
                    .i64(length)));
        }
        cases.add("BINUNICODE 4 GiB", "are needed", value(p -> p.op(PickleOpcode.BINUNICODE)
                .i32(-1)));
        cases.add("BINSTRING negative", "are needed", value(p -> p.op(PickleOpcode.BINSTRING)
                .i32(-5)));
        cases.add("LONG4 huge", "an integer of 2147483647 bytes", value(p -> p.op(PickleOpcode.LONG4)
                .i32(Integer.MAX_VALUE)));
        cases.add("LONG4 negative", "an integer of -1 bytes", value(p -> p.op(PickleOpcode.LONG4)
                .i32(-1)));
        cases.add("LONG4 past the end", "are needed", value(p -> p.op(PickleOpcode.LONG4)
                .i32(200)));
        cases.add("memo number huge", "memo number 4294967295", value(p -> p.op(PickleOpcode.NONE)
                .put(-1)));
        cases.add("memo number beyond", "memo number 262144", value(p -> p.op(PickleOpcode.NONE)
                .put(1 << 18)));
        cases.add("memo recall huge", "was never set", value(p -> p.get(-1)));
        cases.add("memo recall unset", "was never set", value(p -> p.op(PickleOpcode.BINGET)
                .raw(7)));
        return cases.list();
    }

    /** Lists of two references to the list before: 2^levels values in a few bytes. */
    private static void doubling(PickleAssembler pickle, int levels) {
        pickle.op(PickleOpcode.EMPTY_LIST).put(0).op(PickleOpcode.POP);
        for (int level = 1; level <= levels; level++) {
            pickle.get(level - 1)
                    .get(level - 1)
                    .op(PickleOpcode.TUPLE2)
                    .put(level)
                    .op(PickleOpcode.POP);
        }
        pickle.get(levels);
    }

    /** The same list of many items as the argument of many calls. */
    private static void copies(PickleAssembler pickle, String type) {
        pickle.op(PickleOpcode.EMPTY_LIST)
                .op(PickleOpcode.MARK)
                .op(PickleOpcode.NONE, MANY)
                .op(PickleOpcode.APPENDS)
                .op(PickleOpcode.TUPLE1)
                .put(0);
        for (int i = 0; i < MANY; i++) {
            pickle.global("builtins", type).get(0).op(PickleOpcode.REDUCE).op(PickleOpcode.POP);
        }
    }

    /** 2^16 names of 400 characters for one tensor. */
    private static void longNames(PickleAssembler pickle) {
        pickle.tensor(4, 0, new long[] {4}, new long[] {1}).put(0).op(PickleOpcode.POP);
        for (int level = 1; level <= 16; level++) {
            pickle.op(PickleOpcode.EMPTY_DICT)
                    .op(PickleOpcode.MARK)
                    .text("a".repeat(25))
                    .get(level - 1)
                    .text("b".repeat(25))
                    .get(level - 1)
                    .op(PickleOpcode.SETITEMS)
                    .put(level)
                    .op(PickleOpcode.POP);
        }
        pickle.get(16);
    }

    /** A module with many attributes that leave no trace, at many places. */
    private static void hiddenAttributes(PickleAssembler pickle) {
        pickle.global("__main__", "MLPClassifier")
                .op(PickleOpcode.EMPTY_TUPLE)
                .op(PickleOpcode.NEWOBJ)
                .put(0)
                .op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.MARK);
        for (int i = 0; i < 50_000; i++) {
            pickle.text("_" + i).op(PickleOpcode.NONE);
        }
        pickle.op(PickleOpcode.SETITEMS)
                .op(PickleOpcode.BUILD)
                .op(PickleOpcode.POP)
                .op(PickleOpcode.EMPTY_LIST)
                .op(PickleOpcode.MARK);
        for (int i = 0; i < 50_000; i++) {
            pickle.get(0);
        }
        pickle.op(PickleOpcode.APPENDS);
    }

    private static Path write(Path folder, byte[] pickle) throws IOException {
        return Files.write(
                folder.resolve("file.pt"),
                ZipAssembler.torch(pickle, new byte[16]).bytes());
    }
}
