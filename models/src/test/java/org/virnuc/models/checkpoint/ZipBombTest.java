package org.virnuc.models.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.virnuc.models.checkpoint.PickleAssembler.value;
import static org.virnuc.models.checkpoint.ZipAssembler.CRC;
import static org.virnuc.models.checkpoint.ZipAssembler.LOCAL_CRC;
import static org.virnuc.models.checkpoint.ZipAssembler.LOCAL_METHOD;
import static org.virnuc.models.checkpoint.ZipAssembler.LOCAL_SIZE;
import static org.virnuc.models.checkpoint.ZipAssembler.METHOD;
import static org.virnuc.models.checkpoint.ZipAssembler.SIZE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.models.checkpoint.TorchHostile.Case;

/** Zips whose members hold other bytes than they declare, and files that are no zips. */
@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class ZipBombTest {

    /** A dict with one tensor of four values, which fills storage 0. */
    private static final byte[] ONE_TENSOR = value(p -> p.tensor(4, 0, new long[] {4}, new long[] {1}));

    private static final byte[] VALUES = new byte[16];

    @ParameterizedTest
    @MethodSource({"bombs", "checksums", "otherFiles"})
    void refuses(Case hostile, @TempDir Path folder) throws IOException {
        TorchHostile.assertRefused(hostile, folder);
    }

    static List<Case> bombs() {
        List<Case> cases = new ArrayList<>();
        byte[] zeros = new byte[64 << 20];
        cases.add(new Case(
                "pickle of zeros",
                () -> new ZipAssembler().deflated("top/data.pkl", zeros).bytes(),
                "is a zip bomb"));
        cases.add(new Case(
                "storage of zeros",
                () -> new ZipAssembler()
                        .stored("top/data.pkl", ONE_TENSOR)
                        .deflated("top/data/0", zeros)
                        .bytes(),
                "is a zip bomb"));
        inflated(cases, "declares 2^31", "is a zip bomb", new byte[16], Integer.MAX_VALUE);
        inflated(cases, "declares more than there is", "but inflates to 12 bytes", new byte[12], 16);
        inflated(cases, "declares less than there is", "but inflates to more", new byte[17], 16);
        inflated(cases, "declares nothing", "storage '0' has 0 bytes", new byte[16], 0);
        inflated(cases, "hides 64 MiB", "but inflates to more", zeros, 16);
        for (boolean deflate : new boolean[] {false, true}) {
            cases.add(new Case(
                    "a thousand names for one storage, deflated: " + deflate,
                    () -> aliases(deflate),
                    "share storages of 4194304"));
        }
        cases.add(new Case(
                "no deflated data",
                () -> deflatedBytes(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}),
                "is not deflated data"));
        cases.add(new Case("an empty deflated block", () -> deflatedBytes(new byte[] {3, 0}), "inflates to 0 bytes"));
        cases.add(new Case("half a deflated block", () -> deflatedBytes(new byte[] {0, 16, 0}), "inflates to 0 bytes"));
        return cases;
    }

    static List<Case> checksums() {
        List<Case> cases = new ArrayList<>();
        Consumer<ByteBuffer> local = header -> header.putInt(LOCAL_CRC, 1);
        Consumer<ByteBuffer> central = header -> header.putInt(CRC, 1);
        for (boolean deflate : new boolean[] {false, true}) {
            cases.add(new Case(
                    "of the pickle, deflated: " + deflate,
                    () -> new ZipAssembler()
                            .member("top/data.pkl", ONE_TENSOR, deflate, local, central)
                            .stored("top/data/0", VALUES)
                            .bytes(),
                    "'top/data.pkl' has checksum"));
            cases.add(new Case(
                    "of a storage, deflated: " + deflate,
                    () -> new ZipAssembler()
                            .stored("top/data.pkl", ONE_TENSOR)
                            .member("top/data/0", VALUES, deflate, local, central)
                            .bytes(),
                    "'top/data/0' has checksum ecbb4b55, its header says 00000001"));
        }
        return cases;
    }

    static List<Case> otherFiles() {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("empty", () -> new byte[0], "is empty"));
        cases.add(new Case("three bytes", () -> new byte[] {'P', 'K', 3}, "does not start like a zip"));
        cases.add(new Case("four bytes", () -> new byte[] {'P', 'K', 3, 4}, "is cut short"));
        cases.add(new Case("text", () -> "not a checkpoint".getBytes(US_ASCII), "does not start like a zip"));
        return cases;
    }

    private static void inflated(List<Case> cases, String name, String expected, byte[] content, int declared) {
        cases.add(new Case(
                name,
                () -> new ZipAssembler()
                        .stored("top/data.pkl", ONE_TENSOR)
                        .member(
                                "top/data/0",
                                content,
                                true,
                                header -> header.putInt(LOCAL_SIZE, declared),
                                header -> header.putInt(SIZE, declared))
                        .bytes(),
                expected));
    }

    /** A thousand tensors over the same 4 MiB, which do not deflate by much. */
    private static byte[] aliases(boolean deflate) {
        byte[] storage = new byte[4 << 20];
        new Random(1).nextBytes(storage);
        byte[] pickle = value(p -> {
            p.op(PickleOpcode.EMPTY_LIST).op(PickleOpcode.MARK);
            for (int i = 0; i < 1000; i++) {
                p.tensor(1 << 20, 0, new long[] {1 << 20}, new long[] {1});
            }
            p.op(PickleOpcode.APPENDS);
        });
        ZipAssembler zip = new ZipAssembler().stored("top/data.pkl", pickle);
        return (deflate ? zip.deflated("top/data/0", storage) : zip.stored("top/data/0", storage)).bytes();
    }

    /** Storage 0 with these bytes as if deflated from 16. */
    private static byte[] deflatedBytes(byte[] bytes) {
        return new ZipAssembler()
                .stored("top/data.pkl", ONE_TENSOR)
                .member(
                        "top/data/0",
                        bytes,
                        false,
                        header -> header.putShort(LOCAL_METHOD, (short) 8).putInt(LOCAL_SIZE, 16),
                        header -> header.putShort(METHOD, (short) 8).putInt(SIZE, 16))
                .bytes();
    }
}
