package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedLinesTest {
    private final Path folder;

    SortedLinesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void idsAreOrderedAsPlainStrings() throws IOException {
        assertThat(sorted("b_chunk_10\tx", "b_chunk_2\tx", "B_chunk_1\tx", "b_chunk_1\tx", "b\tx"))
                .containsExactly("B_chunk_1\tx", "b\tx", "b_chunk_1\tx", "b_chunk_10\tx", "b_chunk_2\tx");
    }

    /** Sorting whole lines would put {@code a\u0001} before {@code a}, whose next character is the tab. */
    @Test
    void anIdIsBeforeAnyLongerOne() throws IOException {
        assertThat(sorted("a\u0001\tTrue", "a\tTrue", "a!\tFalse"))
                .containsExactly("a\tTrue", "a\u0001\tTrue", "a!\tFalse");
    }

    @Test
    void bytesAbove127ComeLastAndPassThrough() throws IOException {
        assertThat(sorted("\u00e4\tx", "z\tx", "\u00ff\tx", "\u0080\tx", "~\tx"))
                .containsExactly("z\tx", "~\tx", "\u0080\tx", "\u00e4\tx", "\u00ff\tx");
    }

    @Test
    void duplicatesAreAllKept() throws IOException {
        assertThat(sorted("a\tTrue", "b\tTrue", "a\tFalse", "a\tTrue"))
                .containsExactly("a\tFalse", "a\tTrue", "a\tTrue", "b\tTrue");
    }

    @Test
    void nothing() throws IOException {
        assertThat(sorted()).isEmpty();
    }

    @Test
    void manyLines() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            lines.add("read" + random.nextInt(150_000) + "_chunk_1\tTrue");
        }
        List<String> expected = new ArrayList<>(lines);
        expected.sort(Comparator.comparing(line -> line.substring(0, line.indexOf('\t'))));
        Collections.shuffle(lines, random);
        assertThat(sorted(lines.toArray(String[]::new))).isEqualTo(expected);
    }

    @Test
    void theStreamStaysOpenAndHasLineFeeds() throws IOException {
        boolean[] closed = new boolean[1];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        bytes.write('#');
        sort(bytes, "b\tx", "a\tx");
        assertThat(closed[0]).isFalse();
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).isEqualTo("#a\tx\nb\tx\n");
    }

    private List<String> sorted(String... lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sort(out, lines);
        return out.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    private void sort(OutputStream out, String... lines) throws IOException {
        Path unsorted = folder.resolve("unsorted");
        Files.write(unsorted, List.of(lines), StandardCharsets.ISO_8859_1);
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        SortedLines.append(unsorted, scratch, out);
        assertThat(scratch).isEmptyDirectory();
    }
}
