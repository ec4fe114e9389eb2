package org.virnuc.models.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.virnuc.models.checkpoint.ZipAssembler.torch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.models.checkpoint.TorchHostile.Case;

/** Zips whose members have names that mislead, or lack the members of a checkpoint. */
@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class ZipNameTest {

    private static final byte[] EMPTY_DICT = {(byte) 0x80, 2, '}', '.'};

    @ParameterizedTest
    @MethodSource({"paths", "layouts"})
    void refuses(Case hostile, @TempDir Path folder) throws IOException {
        TorchHostile.assertRefused(hostile, folder);
    }

    static List<Case> paths() {
        List<Case> cases = new ArrayList<>();
        String folder = "an empty, '.' or '..' folder";
        extra(cases, "../evil", folder);
        extra(cases, "top/../../evil", folder);
        extra(cases, "top/..", folder);
        extra(cases, "top/../", folder);
        extra(cases, "top/./evil", folder);
        extra(cases, "top//evil", folder);
        extra(cases, "/top/evil", "an absolute path");
        extra(cases, "/", "an absolute path");
        extra(cases, "\\top\\evil", "a backslash or a colon");
        extra(cases, "top\\..\\evil", "a backslash or a colon");
        extra(cases, "C:/evil", "a backslash or a colon");
        extra(cases, "top/evil:stream", "a backslash or a colon");
        extra(cases, "top/nul\0", "a control character");
        extra(cases, "top/line\nfeed", "a control character");
        extra(cases, "top/" + "n".repeat(2000), "whose name is of 2004 bytes");
        extra(cases, "", "whose name is of 0 bytes");
        extra(cases, "evil", "outside of a top folder");
        extra(cases, "other/data.pkl", "two top folders, 'top/' and 'other/'");
        extra(cases, "TOP/data.pkl", "two top folders");
        extra(cases, "top/data.pkl", "two zip members named 'top/data.pkl'");
        extra(cases, "top/data/0", "two zip members named 'top/data/0'");
        cases.add(new Case(
                "no UTF-8",
                () -> torch(EMPTY_DICT, new byte[4])
                        .member(
                                "top/name",
                                new byte[1],
                                false,
                                local -> local.put(ZipAssembler.LOCAL_NAME + 4, (byte) 0xff),
                                central -> central.put(50, (byte) 0xff))
                        .bytes(),
                "not UTF-8"));
        return cases;
    }

    static List<Case> layouts() {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("no members", () -> new ZipAssembler().bytes(), "is an empty zip"));
        cases.add(new Case(
                "no pickle",
                () -> new ZipAssembler().stored("top/data/0", new byte[4]).bytes(),
                "a zip without data.pkl"));
        cases.add(new Case(
                "pickle deeper down",
                () -> new ZipAssembler().stored("top/top/data.pkl", EMPTY_DICT).bytes(),
                "a zip without data.pkl"));
        cases.add(new Case(
                "TorchScript",
                () -> torch(EMPTY_DICT, new byte[4])
                        .stored("top/constants.pkl", EMPTY_DICT)
                        .bytes(),
                "is a TorchScript archive"));
        marker(cases, "byteorder", "big", "big-endian order");
        marker(cases, "byteorder", "middle", "byteorder 'middle'");
        marker(cases, "byteorder", "little".repeat(1000), "at most 64 are read");
        marker(cases, "version", "11", "PyTorch file version '11'");
        marker(cases, "version", "-3", "PyTorch file version '-3'");
        marker(cases, "version", "three", "PyTorch file version 'three'");
        return cases;
    }

    private static void extra(List<Case> cases, String name, String expected) {
        cases.add(new Case(
                name,
                () -> torch(EMPTY_DICT, new byte[4]).stored(name, EMPTY_DICT).bytes(),
                expected));
    }

    private static void marker(List<Case> cases, String name, String content, String expected) {
        cases.add(new Case(
                name + " " + content.substring(0, 2),
                () -> new ZipAssembler()
                        .stored("top/data.pkl", EMPTY_DICT)
                        .stored("top/" + name, content.getBytes(US_ASCII))
                        .bytes(),
                expected));
    }
}
