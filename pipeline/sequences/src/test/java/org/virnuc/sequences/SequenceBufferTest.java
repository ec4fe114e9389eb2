package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceBufferTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1000})
    void givesBackWhatWasAppendedWhateverTheLimit(int limit, @TempDir Path folder) throws IOException {
        Random random = new Random(limit);
        try (SequenceBuffer buffer = new SequenceBuffer(limit, () -> folder)) {
            for (int round = 0; round < 60; round++) {
                byte[] expected = new byte[random.nextInt(700)];
                random.nextBytes(expected);
                buffer.clear();
                for (int at = 0; at < expected.length; ) {
                    int n = Math.min(expected.length - at, random.nextInt(1, 90));
                    buffer.append(expected, at, n);
                    at += n;
                }
                assertThat(buffer.length()).isEqualTo(expected.length);
                assertThat(buffer.spilled()).isEqualTo(expected.length > limit);
                assertThat(buffer.heapBytes()).isLessThanOrEqualTo(limit);
                for (int part = 0; part < 30; part++) {
                    int start = random.nextInt(expected.length + 1);
                    int count = random.nextInt(expected.length - start + 1);
                    byte[] copy = new byte[count + 2];
                    buffer.copy(start, copy, 1, count);
                    assertThat(Arrays.copyOfRange(copy, 1, count + 1))
                            .isEqualTo(Arrays.copyOfRange(expected, start, start + count));
                }
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("scratch files left").isEmpty();
        }
    }

    @Test
    void asksForNoFolderWithinTheLimit() throws IOException {
        try (SequenceBuffer buffer = new SequenceBuffer(10, ScratchFolder.none())) {
            buffer.append(new byte[10], 0, 10);
            byte[] copy = new byte[10];
            buffer.copy(0, copy, 0, 10);
            assertThat(buffer.spilled()).isFalse();
            assertThatIOException()
                    .isThrownBy(() -> buffer.append(new byte[1], 0, 1))
                    .withMessage("a record of a work file is longer than any this program writes");
        }
    }

    @Test
    void refusesToReadBeyondTheEnd() throws IOException {
        try (SequenceBuffer buffer = new SequenceBuffer(10, ScratchFolder.none())) {
            buffer.append(new byte[4], 0, 4);
            assertThatThrownBy(() -> buffer.copy(2, new byte[3], 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
