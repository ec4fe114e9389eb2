package org.virnuc.calling.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.sequences.AlignedReads;
import org.virnuc.sequences.LabelledBam;

/** Files that cannot be closed. */
class ReadLabelFilesTest {
    private final Path folder;
    private final List<String> created = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    ReadLabelFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void allAreClosedAndTheFirstFailureIsToldWithTheOthers() throws IOException {
        Path bam = folder.resolve("reads.bam");
        LabelledBam.write(bam, List.<String[]>of(new String[] {"c", "1000"}), 20);
        Path records = Files.writeString(folder.resolve("sequences.tsv"), "id\tlength\tverdict\nc\t1000\tvirus\n");
        Path calls = Files.writeString(folder.resolve("contig_calls.tsv"), "id\tcall\ttier\nc\tvirus\thigh\n");
        try (AlignedReads reads = AlignedReads.open(bam, "reads.bam", Optional.empty())) {
            ReadLabelFiles files = new ReadLabelFiles(
                    reads, records, calls, WrittenReads.parse("viral,host", "bam,fastq"), new BrokenOutput());
            assertThatThrownBy(files::close)
                    .isInstanceOf(IOException.class)
                    .hasMessage("read_labels.tsv cannot be closed")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(created.size() - 1));
            assertThat(closed).isEqualTo(created).hasSize(10);
        }
    }

    private final class BrokenOutput implements StageOutput {
        @Override
        public OutputFile create(String name) {
            created.add(name);
            return new OutputFile() {
                @Override
                public void write(int one) {}

                @Override
                public void commit() {}

                @Override
                public void close() throws IOException {
                    closed.add(name);
                    throw new IOException(name + " cannot be closed");
                }
            };
        }

        @Override
        public void once(String name, long items, Content content) {
            throw new AssertionError(name);
        }

        @Override
        public boolean kept(String name) {
            return false;
        }

        @Override
        public void count(String name, long value) {}

        @Override
        public void warning(QualityWarning warning) {}

        @Override
        public Path scratch() {
            return folder;
        }
    }
}
