package org.virnuc.models.checkpoint;

import static org.virnuc.models.checkpoint.PickleAssembler.value;
import static org.virnuc.models.checkpoint.ZipAssembler.FLAGS;
import static org.virnuc.models.checkpoint.ZipAssembler.LOCAL_CRC;
import static org.virnuc.models.checkpoint.ZipAssembler.LOCAL_FLAGS;
import static org.virnuc.models.checkpoint.ZipAssembler.LOCAL_METHOD;
import static org.virnuc.models.checkpoint.ZipAssembler.LOCAL_NAME;
import static org.virnuc.models.checkpoint.ZipAssembler.LOCAL_SIZE;
import static org.virnuc.models.checkpoint.ZipAssembler.METHOD;
import static org.virnuc.models.checkpoint.ZipAssembler.OFFSET;
import static org.virnuc.models.checkpoint.ZipAssembler.PACKED;
import static org.virnuc.models.checkpoint.ZipAssembler.SIZE;
import static org.virnuc.models.checkpoint.ZipAssembler.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.models.checkpoint.TorchHostile.Case;

/** Zips whose headers lie about where things are. */
@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class ZipHeaderTest {

    /** A dict with one tensor of four values, which fills storage 0. */
    private static final byte[] ONE_TENSOR = value(p -> p.tensor(4, 0, new long[] {4}, new long[] {1}));

    private static final byte[] VALUES = new byte[16];

    @ParameterizedTest
    @MethodSource({"endRecords", "zip64Records", "directories", "sizes", "localHeaders"})
    void refuses(Case hostile, @TempDir Path folder) throws IOException {
        TorchHostile.assertRefused(hostile, folder);
    }

    static List<Case> endRecords() {
        List<Case> cases = new ArrayList<>();
        Supplier<ZipAssembler> zip = () -> torch(ONE_TENSOR, VALUES);
        String noEnd = "does not end with the end record";
        cases.add(new Case("trailing bytes", () -> append(zip.get().bytes(), new byte[10]), noEnd));
        cases.add(new Case(
                "a comment",
                () -> append(zip.get().bytes(end -> end.putShort(ZipAssembler.END_COMMENT, (short) 4)), new byte[4]),
                noEnd));
        cases.add(new Case(
                "a second zip as the comment",
                () -> {
                    byte[] inner = torch(new byte[0], VALUES).bytes();
                    return append(
                            zip.get().bytes(end -> end.putShort(ZipAssembler.END_COMMENT, (short) inner.length)),
                            inner);
                },
                "has its zip directory at byte"));
        end(cases, "comment beyond the end", noEnd, end -> end.putShort(ZipAssembler.END_COMMENT, (short) 5));
        end(cases, "several parts", "several parts", end -> end.putShort(ZipAssembler.END_DISK, (short) 1));
        end(cases, "more entries", "fewer entries", end -> end.putShort(ZipAssembler.END_ENTRIES, (short) 9));
        end(
                cases,
                "fewer entries",
                "that belong to no entry",
                end -> end.putShort(ZipAssembler.END_ENTRIES, (short) 2));
        end(
                cases,
                "directory elsewhere",
                "has its zip directory at byte",
                end -> end.putInt(ZipAssembler.END_OFFSET, 4));
        end(cases, "directory beyond", "has its zip directory at byte", end -> end.putInt(ZipAssembler.END_OFFSET, -1));
        end(cases, "directory of 4 GiB", "declares a zip directory of", end -> end.putInt(12, -1));
        return cases;
    }

    static List<Case> zip64Records() {
        List<Case> cases = new ArrayList<>();
        wide(cases, "zip64 of 2^62 entries", "declares a zip directory of 4611686018427387904", 32, 1L << 62);
        wide(cases, "zip64 of 2^64 - 1 entries", "declares a zip directory of 18446744073709551615", 32, -1);
        wide(cases, "zip64 of 20,001 entries", "at most 20000 entries", 32, 20_001);
        wide(cases, "zip64 of 2^62 bytes", "in 4611686018427387904 bytes", 40, 1L << 62);
        wide(cases, "zip64 directory at 2^63", "declares it at byte 9223372036854775808", 48, Long.MIN_VALUE);
        wide(cases, "zip64 of other entries", "has two zip end records that contradict", 32, 5);
        wide(cases, "zip64 of another length", "no zip64 end record", 4, 45);
        wide(cases, "zip64 of several parts", "several parts", 16, 1);
        for (long offset : new long[] {0, 1L << 40, -1, Long.MIN_VALUE}) {
            cases.add(new Case(
                    "zip64 locator to " + offset,
                    () -> torch(ONE_TENSOR, VALUES).bytes64(ZipAssembler::asIs, locator -> locator.putLong(8, offset)),
                    offset == 0 ? "no zip64 end record" : "is cut short"));
        }
        return cases;
    }

    static List<Case> directories() {
        List<Case> cases = new ArrayList<>();
        member(cases, "encrypted", "is encrypted", ZipAssembler::asIs, header -> header.putShort(FLAGS, (short) 1));
        member(
                cases,
                "strongly encrypted",
                "is encrypted",
                ZipAssembler::asIs,
                header -> header.putShort(FLAGS, (short) 0x41));
        member(
                cases,
                "encrypted inside",
                "is encrypted",
                header -> header.putShort(LOCAL_FLAGS, (short) 1),
                ZipAssembler::asIs);
        for (short method : new short[] {1, 9, 12, 14, 93, 99, -1}) {
            String name = "method " + Short.toUnsignedInt(method);
            member(
                    cases,
                    name,
                    "compressed by " + name,
                    header -> header.putShort(LOCAL_METHOD, method),
                    header -> header.putShort(METHOD, method));
        }
        return cases;
    }

    static List<Case> sizes() {
        List<Case> cases = new ArrayList<>();
        member(
                cases,
                "stored, sizes differ",
                "is stored, yet",
                ZipAssembler::asIs,
                header -> header.putInt(SIZE, 1 << 30));
        member(
                cases,
                "beyond the directory",
                "more than there are",
                header -> header.putInt(18, 5000).putInt(LOCAL_SIZE, 5000),
                header -> header.putInt(PACKED, 5000).putInt(SIZE, 5000));
        member(
                cases,
                "of 4 GiB",
                "more than there are",
                header -> header.putInt(18, -1).putInt(LOCAL_SIZE, -1),
                header -> header.putInt(PACKED, -1).putInt(SIZE, -1));
        member(
                cases,
                "extra beyond the directory",
                "runs past the end",
                ZipAssembler::asIs,
                header -> header.putShort(ZipAssembler.EXTRA_LENGTH, (short) 60000));
        member(cases, "no signature", "fewer entries", ZipAssembler::asIs, header -> header.putInt(0, 7));
        cases.add(new Case("zip64 sizes of 2^63", () -> zip64Sizes(Long.MIN_VALUE), "beyond 2^63"));
        cases.add(new Case("zip64 sizes of 2^62", () -> zip64Sizes(1L << 62), "more than there are"));
        return cases;
    }

    static List<Case> localHeaders() {
        List<Case> cases = new ArrayList<>();
        String noHeader = "has no local header for 'top/extra'";
        member(cases, "no signature", noHeader, header -> header.putInt(0, 0), ZipAssembler::asIs);
        member(cases, "another name", noHeader, header -> header.put(LOCAL_NAME + 4, (byte) 'Z'), ZipAssembler::asIs);
        member(cases, "a shorter name", noHeader, header -> header.putShort(26, (short) 3), ZipAssembler::asIs);
        member(
                cases,
                "another method",
                noHeader,
                header -> header.putShort(LOCAL_METHOD, (short) 8),
                ZipAssembler::asIs);
        String contradicts = "a local header for 'top/extra' that contradicts";
        member(cases, "another CRC", contradicts, header -> header.putInt(LOCAL_CRC, 1), ZipAssembler::asIs);
        member(cases, "another size", contradicts, header -> header.putInt(LOCAL_SIZE, 1), ZipAssembler::asIs);
        member(
                cases,
                "no size, none to follow",
                contradicts,
                header -> header.putInt(LOCAL_SIZE, 0),
                ZipAssembler::asIs);
        member(cases, "offset of another", noHeader, ZipAssembler::asIs, header -> header.putInt(OFFSET, 0));
        member(
                cases,
                "offset past the end",
                "is cut short",
                ZipAssembler::asIs,
                header -> header.putInt(OFFSET, 1 << 30));
        member(cases, "offset of 4 GiB", "is cut short", ZipAssembler::asIs, header -> header.putInt(OFFSET, -1));
        member(
                cases,
                "extra into the directory",
                "more than there are",
                header -> header.putShort(28, (short) 60000),
                ZipAssembler::asIs);
        cases.add(new Case("a member within another", ZipHeaderTest::nested, "two zip members in the same bytes"));
        return cases;
    }

    private static void end(List<Case> cases, String name, String expected, Consumer<ByteBuffer> patch) {
        cases.add(new Case(name, () -> torch(ONE_TENSOR, VALUES).bytes(patch), expected));
    }

    private static void wide(List<Case> cases, String name, String expected, int at, long value) {
        Consumer<ByteBuffer> patch = end -> end.putLong(at, value);
        cases.add(new Case(name, () -> torch(ONE_TENSOR, VALUES).bytes64(patch, ZipAssembler::asIs), expected));
    }

    private static void member(
            List<Case> cases, String name, String expected, Consumer<ByteBuffer> local, Consumer<ByteBuffer> central) {
        cases.add(new Case(
                "member " + name,
                () -> torch(ONE_TENSOR, VALUES)
                        .member("top/extra", new byte[100], false, local, central)
                        .bytes(),
                expected));
    }

    /** A member whose directory entry puts its sizes into zip64's extra field. */
    private static byte[] zip64Sizes(long size) {
        ZipAssembler zip = torch(ONE_TENSOR, VALUES)
                .member(
                        "top/extra",
                        new byte[4],
                        false,
                        header -> header.putInt(18, -1).putInt(LOCAL_SIZE, -1),
                        header -> header.putInt(PACKED, -1).putInt(SIZE, -1).putShort(ZipAssembler.EXTRA_LENGTH, (short)
                                20));
        byte[] header = zip.headers().remove(zip.headers().size() - 1);
        ByteBuffer extended = ByteBuffer.allocate(header.length + 20).order(ByteOrder.LITTLE_ENDIAN);
        extended.put(header)
                .putShort((short) 1)
                .putShort((short) 16)
                .putLong(size)
                .putLong(size);
        return zip.header(extended.array()).bytes();
    }

    /** A stored member that holds the local header and data of another. */
    private static byte[] nested() {
        ZipAssembler inner = new ZipAssembler().stored("top/inner", new byte[8]);
        byte[] innerHeader = inner.headers().get(0).clone();
        byte[] innerBytes = Arrays.copyOf(inner.bytes(), LOCAL_NAME + "top/inner".length() + 8);
        ZipAssembler outer = torch(ONE_TENSOR, VALUES).stored("top/outer", innerBytes);
        ByteBuffer outerHeader =
                ByteBuffer.wrap(outer.headers().get(outer.headers().size() - 1)).order(ByteOrder.LITTLE_ENDIAN);
        int offset = outerHeader.getInt(OFFSET) + LOCAL_NAME + "top/outer".length();
        ByteBuffer.wrap(innerHeader).order(ByteOrder.LITTLE_ENDIAN).putInt(OFFSET, offset);
        return outer.header(innerHeader).bytes();
    }

    private static byte[] append(byte[] file, byte[] tail) {
        byte[] longer = Arrays.copyOf(file, file.length + tail.length);
        System.arraycopy(tail, 0, longer, file.length, tail.length);
        return longer;
    }
}
