package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read files written to a full disk. */
class ReadCopyTest {
    private static final String FULL = "No space left on device";

    private final Path folder;

    ReadCopyTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFullDiskIsToldAsOneHoweverTheLibraryWrapsIt() throws IOException {
        Path bam = folder.resolve("reads.bam");
        LabelledBam.write(bam, List.<String[]>of(new String[] {"c", "1000"}), 20);
        try (AlignedReads reads = AlignedReads.open(bam, "reads.bam", Optional.empty())) {
            Full disk = new Full();
            ReadCopy copy = reads.bam(disk);
            ReadCopy fastq = reads.fastq(disk, disk, disk, folder, "viral");
            while (reads.next()) {
                copy.add(reads);
                fastq.add(reads);
            }
            disk.full = true;
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(copy::finish)
                    .withMessage(FULL);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(fastq::finish)
                    .withMessage(FULL);
            copy.close();
            fastq.close();
        }
    }

    private static final class Full extends OutputStream {
        private boolean full;

        @Override
        public void write(int one) throws IOException {
            if (full) {
                throw new IOException(FULL);
            }
        }
    }
}
