package org.virnuc.calling.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.sequences.AlignedReads;
import org.virnuc.sequences.InputException;

/** The contigs of a header in the tables of a run, as they are found where the input was a pipe. */
class ContigCallsTest {
    private final Path folder;

    ContigCallsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyContigHasItsCallOrTheReasonForNone() throws IOException {
        try (AlignedReads reads =
                aligned("@SQ\tSN:c\tLN:1000\n@SQ\tSN:short\tLN:9\n@SQ\tSN:two\tLN:1\n@SQ\tSN:no\tLN:1\n")) {
            ContigCalls calls = read(reads);
            assertThat(calls.of(0)).isEqualTo(ReadLabel.called("virus", "high"));
            assertThat(calls.of(1)).isEqualTo(ReadLabel.without(ReadReason.CONTIG_NOT_CALLED));
            assertThat(calls.of(2)).isEqualTo(ReadLabel.without(ReadReason.CONTIG_ID_TWICE));
            assertThat(calls.of(3)).isEqualTo(ReadLabel.without(ReadReason.CONTIG_NOT_IN_INPUT));
            assertThat(calls.of(-1)).isEqualTo(ReadLabel.without(ReadReason.UNMAPPED));
        }
    }

    @Test
    void otherContigsAreAnError() throws IOException {
        refused(
                "@SQ\tSN:k1\tLN:1000\n",
                "r.sam: none of the 1 sequences that the reads were aligned to is in the input: the first is record"
                        + " 'k1' there and record 'c' in the input; align the reads to the contigs that are scored,"
                        + " without changing their ids");
    }

    @Test
    void anotherLengthIsAnError() throws IOException {
        refused(
                "@SQ\tSN:two\tLN:1\n@SQ\tSN:c\tLN:1001\n",
                "r.sam: aligned to a sequence of 1001 bases (record 'c'), which has 1000 in the input; align the reads"
                        + " to the contigs that are scored");
    }

    private void refused(String header, String message) throws IOException {
        try (AlignedReads reads = aligned(header)) {
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> read(reads))
                    .withMessage(message);
        }
    }

    private AlignedReads aligned(String header) throws IOException {
        return AlignedReads.open(Files.writeString(folder.resolve("r.sam"), header), "r.sam", Optional.empty());
    }

    private ContigCalls read(AlignedReads reads) throws IOException {
        Path records = Files.writeString(
                folder.resolve("sequences.tsv"),
                "id\tlength\tverdict\nc\t1000\tvirus\nshort\t9\tunscored\ntwo\t5\tvirus\ntwo\t7\tothers\n");
        Path calls = Files.writeString(
                folder.resolve("contig_calls.tsv"),
                "id\tcall\ttier\nc\tvirus\thigh\ntwo\tvirus\tlow\ntwo\tothers\tlow\n");
        return ContigCalls.read(reads, records, calls);
    }
}
