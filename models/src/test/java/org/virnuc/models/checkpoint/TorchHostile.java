package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.virnuc.models.ModelException;

/** What every hostile file must end in: one clear line of a ModelException, in bounded memory. */
final class TorchHostile {

    /** All that a hostile file may make this JVM allocate, garbage included. */
    static final long MAX_ALLOCATED_BYTES = 200L << 20;

    private TorchHostile() {}

    /** A file and the words in which it must be refused. */
    record Case(String name, Supplier<byte[]> file, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Reads all of a file. */
    static void readAll(Path file) throws IOException {
        try (TorchZip zip = TorchZip.open(file)) {
            assertThat(zip.metadata().toString()).isNotNull();
            assertThat(zip.metadata()).isEqualTo(zip.metadata());
            for (String name : zip.tensors().keySet()) {
                zip.copyTo(name, OutputStream.nullOutputStream());
            }
        }
    }

    /** Writes the file of a case, reads it, and checks how that ends. */
    static void assertRefused(Case hostile, Path folder) throws IOException {
        Path file = Files.write(folder.resolve("hostile.pt"), hostile.file().get());
        String expected = hostile.expected();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Throwable refusal = catchThrowable(() -> readAll(file));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(refusal).isInstanceOf(ModelException.class);
        assertThat(refusal.getMessage())
                .startsWith(file + ": ")
                .contains(expected)
                .doesNotContain("\n")
                .endsWith(".")
                .hasSizeLessThan(3000);
        assertThat(allocated).isLessThan(MAX_ALLOCATED_BYTES);
    }
}
