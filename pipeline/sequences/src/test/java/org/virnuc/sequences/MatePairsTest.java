package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mates are paired at any distance, in memory or on disk, and no read is lost or duplicated. */
class MatePairsTest {
    private static final long ROOM = 1 << 20;
    private static final long NO_ROOM = 2000;

    private final Path scratch;
    private final List<String> found = new ArrayList<>();
    private long number;

    MatePairsTest(@TempDir Path scratch) {
        this.scratch = scratch;
    }

    @Test
    void aPairComesWhereItsSecondMateIsAndWhatIsLeftAtTheEnd() throws IOException {
        assertThat(found(
                        ROOM,
                        List.of(read("a", 1), read("b", 2), read("u", 0), read("c", 1), read("b", 1), read("a", 2))))
                .containsExactly("u", "b1 b2", "a1 a2", "c");
    }

    @Test
    void aNumberInTheNameDoesNotKeepMatesApart() throws IOException {
        assertThat(found(ROOM, List.of(read("a/1", 1), read("a/2", 2), read("b/1", 2), read("b", 1))))
                .containsExactly("a/11 a/22", "b/1", "b");
    }

    @Test
    void ofANameThatComesTwiceTheNearestReadsMeet() throws IOException {
        List<FastqRead> reads =
                List.of(read("a", 1), read("a", 1), read("a", 2), read("b", 1), read("b", 2), read("b", 2));
        assertThat(found(ROOM, reads)).containsExactly("a", "a1 a2", "b1 b2", "b");
        assertThat(found(1, reads)).containsExactlyInAnyOrder("a", "a1 a2", "b1 b2", "b");
    }

    @Test
    void withoutRoomTheSameReadsMeet() throws IOException {
        List<FastqRead> reads = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            reads.add(read("r" + i % 1500, i % 3));
            reads.add(read("r" + i % 700, (i + 1) % 3));
        }
        Collections.shuffle(reads, new Random(7));
        List<FastqRead> numbered = new ArrayList<>();
        for (FastqRead read : reads) {
            numbered.add(new FastqRead(numbered.size(), read.name(), read.mate(), read.bases(), read.qualities()));
        }
        List<String> roomy = found(ROOM, numbered);
        assertThat(found(NO_ROOM, numbered)).containsExactlyInAnyOrderElementsOf(roomy);
        assertThat(roomy).anyMatch(line -> line.contains(" "));
        assertThat(roomy.stream().mapToInt(line -> line.split(" ", -1).length).sum())
                .isEqualTo(reads.size());
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void readsComeBackFromDiskAsTheyWere() throws IOException {
        List<FastqRead> back = new ArrayList<>();
        try (MatePairs mates = new MatePairs(scratch, "x", 1, new MatePairs.Found() {
            @Override
            public void pair(FastqRead first, FastqRead second) {
                back.add(first);
                back.add(second);
            }

            @Override
            public void single(FastqRead read) {
                back.add(read);
            }
        })) {
            mates.add(new FastqRead(3, "é", 1, bytes("ACGT"), bytes("IIJJ")));
            mates.add(new FastqRead(4, "x", 2, bytes(""), bytes("")));
            mates.add(new FastqRead(5, "é", 2, bytes("GG"), bytes("AB")));
            mates.finish();
        }
        assertThat(back).extracting(FastqRead::number).containsExactly(4L, 3L, 5L);
        assertThat(new String(back.get(1).bases(), StandardCharsets.US_ASCII)).isEqualTo("ACGT");
        assertThat(new String(back.get(1).qualities(), StandardCharsets.US_ASCII))
                .isEqualTo("IIJJ");
        assertThat(back.get(2).mate()).isEqualTo(2);
    }

    private List<String> found(long room, List<FastqRead> reads) throws IOException {
        found.clear();
        try (MatePairs mates = new MatePairs(scratch, "x", room, new MatePairs.Found() {
            @Override
            public void pair(FastqRead first, FastqRead second) {
                found.add(first.name() + first.mate() + " " + second.name() + second.mate());
            }

            @Override
            public void single(FastqRead read) {
                found.add(read.name());
            }
        })) {
            for (FastqRead read : reads) {
                mates.add(read);
            }
            mates.finish();
        }
        return List.copyOf(found);
    }

    private FastqRead read(String name, int mate) {
        return new FastqRead(number++, name, mate, bytes("ACGT"), bytes("IIII"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
