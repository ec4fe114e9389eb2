package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.TestFiles;

/** Memory outside the heap stays as it is over many batches, of every length that frames have. With 100,000 it takes minutes and is as flat. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {
    private static final int ROUNDS = 3;

    private static final int BATCHES = 3_000;

    /** libtorch and glibc have all their buffers then. */
    private static final int WARM = 4_000;

    /** 500 bytes a batch: less than what a tensor of one batch takes, with its handle. */
    private static final long SLACK = 500L * BATCHES;

    private static final int LONGEST = 168;

    @ParameterizedTest
    @ValueSource(strings = {"dna", "protein"})
    void isFlat(String role) throws IOException {
        ModelStore store = new ModelStore(TestFiles.CACHE);
        ModelPack pack = store.parts(
                TestFiles.golden("dnaberts"),
                TestFiles.golden("esm2/hf"),
                TestFiles.golden("head/tiny_model.safetensors"));
        boolean protein = role.equals("protein");
        List<String> frames = IntStream.rangeClosed(20, LONGEST)
                .mapToObj(length -> (protein ? "MKVLAATREQ" : "ACGTTGCAAC")
                        .repeat(LONGEST / 10 + 1)
                        .substring(0, length))
                .toList();
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 1);
        try (SequenceEncoder encoder = store.openEncoder(protein ? pack.protein() : pack.dna(), options)) {
            encode(encoder, frames, WARM);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long before = nativeBytes();
                encode(encoder, frames, BATCHES);
                least = Math.min(least, nativeBytes() - before);
            }
            assertThat(least)
                    .as("a leak grows in every round, a buffer or the heap only in some")
                    .isLessThan(SLACK);
        }
    }

    /** Every call is a batch: two frames of neighbouring lengths, so that one is padded. */
    private static void encode(SequenceEncoder encoder, List<String> frames, int batches) {
        for (int i = 0; i < batches; i++) {
            int at = i % (frames.size() - 1);
            encoder.encode(frames.subList(at, at + 2), BatchListener.NONE);
        }
    }

    /** Resident memory of this process without files and without what Java has for its heap, its classes and its code. */
    private static long nativeBytes() throws IOException {
        long kilobytes = Files.readAllLines(Path.of("/proc", "self", "status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        return kilobytes * 1024 - heap.getCommitted() - other.getCommitted();
    }
}
