package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FastaReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                ">one first\nACGT\nAC\n>two\nGG\n",
                ">one first\r\nACGT\r\nAC\r\n>two\r\nGG\r\n",
                ">one first\rACGT\rAC\r>two\rGG\r",
                ">one first\nACGT\nAC\n>two\nGG",
                ">one\tfirst\n\nACGT\n\n  \nAC\n\n>two\n\nGG\n\n\n",
                ">one\nAC GT A\tC\n>two\n G G \n",
                "\n \r\n\n>one\nACGTAC\n>two\nGG",
                "> one first\nACGTAC\n>two \nGG\n",
                ">one caf\u00e9 \u00ff\u0080\nACGTAC\n>two\nGG\n",
            })
    void readsEveryLayoutAlike(String text) throws IOException {
        assertThat(records(text)).containsExactly("one=ACGTAC", "two=GG");
        assertThat(records(byteByByte(text))).containsExactly("one=ACGTAC", "two=GG");
    }

    @Test
    void lettersAndIdsPassThroughUnchanged() throws IOException {
        String letters = "ACGTUNRYSWKMBDHVXacgtunryswkmbdhvx-.*";
        assertThat(records(
                        ">gi|123|x_chunk_7 text\n" + letters + "\n>gi|123|x_chunk_7\nA\n>\u00e9t\u00e9\nC\n>a>b\nG\n"))
                .containsExactly("gi|123|x_chunk_7=" + letters, "gi|123|x_chunk_7=A", "\u00e9t\u00e9=C", "a>b=G");
    }

    @ParameterizedTest
    @ValueSource(strings = {">a\n>b\nGT\n>c", ">a\n\n>b\nGT\n>c\n \n\n", ">a x\r\n \r\n>b\r\nGT\r\n>c\r\n"})
    void aRecordWithoutLettersIsARecord(String text) throws IOException {
        assertThat(records(text)).containsExactly("a=", "b=GT", "c=");
    }

    @Test
    void anIdOfTenThousandCharactersIsKept() throws IOException {
        String id = "x".repeat(10_000);
        assertThat(records(">" + id + "\nACGT\n")).containsExactly(id + "=ACGT");
    }

    @Test
    void recordsThatCrossTheBufferAreWhole() throws IOException {
        StringBuilder text = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String letters = "ACGTN".repeat(i + 1);
            text.append(">id").append(i).append("\r\n").append(letters).append("\r\n");
            expected.add("id" + i + "=" + letters);
        }
        assertThat(records(text.toString())).isEqualTo(expected);
    }

    @Test
    void theLineOfAHeaderIsItsOwn() throws IOException {
        try (FastaReader reader = reader(stream("\n\n>a\r\nAC\r\n\r\n>b\rA\r>c\nA"))) {
            List<Long> lines = new ArrayList<>();
            while (reader.next()) {
                lines.add(reader.line());
            }
            assertThat(lines).containsExactly(3L, 6L, 8L);
        }
    }

    @Test
    void rnaIsKeptAndSaid() throws IOException {
        try (FastaReader reader = reader(stream(">a\nACGT\n>b\nACGU\nacg\n>c\nACGT\n"))) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.isRna()).isFalse();
            assertThat(reader.next()).isTrue();
            assertThat(reader.isRna()).isTrue();
            assertThat(reader.sequenceText()).isEqualTo("ACGUacg");
            assertThat(reader.next()).isTrue();
            assertThat(reader.isRna()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ACGT~AC~ | line 1: found 'ACGT' before the first '>'; FASTA begins with a header line such as '>name'; check that this is a FASTA file",
                "~~hello>x~ | line 3: found 'hello>x' before the first '>'; FASTA begins with a header line such as '>name'; check that this is a FASTA file",
                "~~ ~ | no '>' found, only blank lines; name a FASTA file with at least one record",
                ">a~AC~>~GT~ | line 3: a '>' without an id; write the record's name directly after the '>'",
                ">  ~GT~ | line 1: a '>' without an id; write the record's name directly after the '>'",
                ">p1 kinase~MKV~MELK~ | line 3: 'E' is not a nucleotide letter (record 'p1'); this looks like protein; VirNuc reads DNA (A C G T U, the IUPAC codes, X, - . and *)",
                ">p1~acgtl~ | line 2: 'l' is not a nucleotide letter (record 'p1'); this looks like protein; VirNuc reads DNA (A C G T U, the IUPAC codes, X, - . and *)",
                ">a~ACGT~ACG1ACGTACGTAC~ | line 3: '1' is not a nucleotide letter (record 'a'); correct the line; allowed are A C G T U, the IUPAC codes, X, - . and *",
                ">a~AC>b~ | line 2: '>' is not a nucleotide letter (record 'a'); a header has to begin its own line",
                ">a~AC#~ | line 2: '\\xe9' is not a nucleotide letter (record 'a'); correct the line; allowed are A C G T U, the IUPAC codes, X, - . and *",
                ">a~ACGTACGTACGTACGTACGT0~ | line 2: a NUL byte: this is binary data; name a FASTA file, plain or compressed with gzip",
                ">a0~ACGT~ | line 1: a NUL byte: this is binary data; name a FASTA file, plain or compressed with gzip",
                ">a b0~ACGT~ | line 1: a NUL byte: this is binary data; name a FASTA file, plain or compressed with gzip",
                "x0y | line 1: a NUL byte: this is binary data; name a FASTA file, plain or compressed with gzip",
            })
    void refusesWithFileLineFindingAndMend(String text, String message) {
        String content = text.replace("~", "\n").replace('0', '\0').replace('#', '\u00e9');
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> records(content))
                .withMessage("reads.fa" + (message.startsWith("line") ? ", " : ": ") + message);
    }

    @Test
    void longIdsAreCutShortInMessagesAndRefusedBeyondAMegabyte() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> records(">" + "y".repeat(100) + "\nA>\n"))
                .withMessage("reads.fa, line 2: '>' is not a nucleotide letter (record '" + "y".repeat(40)
                        + "...'); a header has to begin its own line");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> records(">" + "y".repeat(FastaReader.ID_LIMIT + 1) + "\nA\n"))
                .withMessage(
                        "reads.fa, line 1: an id of more than 1048576 characters; check that this is a FASTA file");
    }

    @Test
    void aFileOfOurOwnMayHoldAnyLettersOrNoRecord(@TempDir Path folder) throws IOException {
        Path proteins = Files.writeString(folder.resolve("protein.faa"), ">a_chunk_1F1\nMEFLPQ\n");
        try (FastaReader reader = FastaReader.trusted(proteins)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.id()).isEqualTo("a_chunk_1F1");
            assertThat(reader.sequenceText()).isEqualTo("MEFLPQ");
            assertThat(reader.next()).isFalse();
            assertThat(reader.next()).isFalse();
        }
        Path none = Files.createFile(folder.resolve("none.faa"));
        try (FastaReader reader = FastaReader.trusted(none)) {
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void aLineOf300MbTakesNoMoreHeapThanTheLimit(@TempDir Path folder) throws IOException {
        long length = 300_000_000;
        int limit = 1 << 20;
        SequenceBuffer buffer = new SequenceBuffer(limit, () -> folder);
        try (FastaReader reader = new FastaReader("chromosome", new OneLine(length), true, buffer)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.length()).isEqualTo(length);
            assertThat(buffer.spilled()).isTrue();
            assertThat(buffer.heapBytes()).isEqualTo(limit);
            byte[] part = new byte[500];
            for (long start = 0; start + part.length <= length; start += 999_983) {
                reader.copy(start, part, 0, part.length);
                for (int i = 0; i < part.length; i++) {
                    if (part[i] != OneLine.letter(start + i)) {
                        assertThat((char) part[i]).as("letter %s", start + i).isEqualTo((char)
                                OneLine.letter(start + i));
                    }
                }
            }
            assertThat(reader.next()).isFalse();
        }
    }

    /** A record on one line, generated while it is read. */
    private static final class OneLine extends InputStream {
        private static final byte[] HEADER = {'>', 'x', '\n'};
        private final long length;
        private long at = -HEADER.length;

        OneLine(long length) {
            this.length = length;
        }

        static byte letter(long position) {
            return (byte) "ACGT".charAt((int) (position % 7 % 4));
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("reading byte by byte");
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            int n = 0;
            for (; n < count && at < length; n++, at++) {
                into[offset + n] = at < 0 ? HEADER[(int) at + HEADER.length] : letter(at);
            }
            return n == 0 ? -1 : n;
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static InputStream byteByByte(String text) {
        return new FilterInputStream(stream(text)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return super.read(into, offset, Math.min(1, length));
            }
        };
    }

    private static FastaReader reader(InputStream in) {
        return new FastaReader("reads.fa", in, true, new SequenceBuffer(1 << 20, ScratchFolder.none()));
    }

    private static List<String> records(String text) throws IOException {
        return records(stream(text));
    }

    private static List<String> records(InputStream in) throws IOException {
        List<String> records = new ArrayList<>();
        try (FastaReader reader = reader(in)) {
            while (reader.next()) {
                records.add(reader.id() + "=" + reader.sequenceText());
            }
        }
        return records;
    }
}
