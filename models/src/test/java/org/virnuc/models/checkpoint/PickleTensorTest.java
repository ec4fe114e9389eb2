package org.virnuc.models.checkpoint;

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

/** Pickles whose tensors cannot be, or whose tree has no use; each in a sound zip. */
@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class PickleTensorTest {

    @ParameterizedTest
    @MethodSource({"tensors", "arguments", "trees"})
    void refuses(Case hostile, @TempDir Path folder) throws IOException {
        TorchHostile.assertRefused(hostile, folder);
    }

    static List<Case> tensors() {
        PickleCases cases = new PickleCases();
        long max = Long.MAX_VALUE;
        cases.tensor("offset past the end", "outside", 1, new long[] {4}, new long[] {1});
        cases.tensor("offset negative", "backwards", -1, new long[] {4}, new long[] {1});
        cases.tensor("offset 2^63 - 1", "2^63", max, new long[] {4}, new long[] {1});
        cases.tensor("too long", "outside", 0, new long[] {5}, new long[] {1});
        cases.tensor("stride too long", "outside", 0, new long[] {2, 2}, new long[] {3, 1});
        cases.tensor("shape negative", "backwards", 0, new long[] {-4}, new long[] {1});
        cases.tensor("shapes negative twice", "backwards", 0, new long[] {-2, -2}, new long[] {1, 1});
        cases.tensor("stride negative", "backwards", 3, new long[] {4}, new long[] {-1});
        cases.tensor("elements 2^80", "2^63", 0, new long[] {1L << 40, 1L << 40}, new long[] {0, 0});
        cases.tensor("elements 2^64", "2^63", 0, new long[] {1L << 32, 1L << 32}, new long[] {0, 0});
        cases.tensor("stride 2^63 - 1", "2^63", 0, new long[] {3}, new long[] {max});
        cases.tensor("stride 0", "repeats", 0, new long[] {1_000_000_000}, new long[] {0});
        cases.tensor("rows that overlap", "repeats", 0, new long[] {3, 2}, new long[] {1, 1});
        cases.tensor("fewer strides", "2 dimensions with 1 strides", 0, new long[] {2, 2}, new long[] {1});
        cases.tensor("65 dimensions", "65 dimensions", 0, new long[65], new long[65]);
        cases.tensor("many dimensions", "100000 dimensions", 0, new long[100_000], new long[100_000]);
        return cases.list();
    }

    static List<Case> arguments() {
        PickleCases cases = new PickleCases();
        cases.add("tensor without storage", "instead of a storage", value(p -> p.global(
                        "torch._utils", "_rebuild_tensor_v2")
                .integers(0, 0, 0, 0, 0, 0)
                .op(PickleOpcode.REDUCE)));
        cases.add("tensor of two arguments", "is given 2 arguments", value(p -> p.global(
                        "torch._utils", "_rebuild_tensor_v2")
                .integers(0, 0)
                .op(PickleOpcode.REDUCE)));
        cases.add("shape of texts", "str instead of int", value(p -> p.global("torch._utils", "_rebuild_tensor")
                .op(PickleOpcode.MARK)
                .storage("0", 4)
                .integer(0)
                .text("4")
                .op(PickleOpcode.TUPLE1)
                .integers(1)
                .op(PickleOpcode.TUPLE)
                .op(PickleOpcode.REDUCE)));
        cases.add("shape of wide integers", "str instead of int", value(p -> p.global("torch._utils", "_rebuild_tensor")
                .op(PickleOpcode.MARK)
                .storage("0", 4)
                .integer(0)
                .op(PickleOpcode.LONG1)
                .raw(9, 0, 0, 0, 0, 0, 0, 0, 0, 1)
                .op(PickleOpcode.TUPLE1)
                .integers(1)
                .op(PickleOpcode.TUPLE)
                .op(PickleOpcode.REDUCE)));
        return cases.list();
    }

    static List<Case> trees() {
        PickleCases cases = new PickleCases();
        long[] four = {4};
        long[] one = {1};
        cases.add("root is None", "holds None", pickle().op(PickleOpcode.NONE).stop());
        cases.add(
                "root is a global",
                "holds torch.Size",
                pickle().global("torch", "Size").stop());
        cases.add(
                "root is a tensor",
                "holds tensor",
                pickle().tensor(4, 0, four, one).stop());
        cases.add(
                "two tensors of a name",
                "two tensors named 'x.y'",
                pickle().op(PickleOpcode.EMPTY_DICT)
                        .op(PickleOpcode.MARK)
                        .text("x.y")
                        .tensor(4, 0, four, one)
                        .text("x")
                        .op(PickleOpcode.EMPTY_DICT)
                        .text("y")
                        .tensor(4, 0, four, one)
                        .op(PickleOpcode.SETITEM)
                        .op(PickleOpcode.SETITEMS)
                        .stop());
        cases.add(
                "a long name of a tensor",
                "more than 512 characters",
                pickle().op(PickleOpcode.EMPTY_DICT)
                        .text("n".repeat(1 << 20))
                        .tensor(4, 0, four, one)
                        .op(PickleOpcode.SETITEM)
                        .stop());
        return cases.list();
    }
}
