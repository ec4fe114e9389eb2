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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FASTQ is converted to FASTA, and errors give FASTQ line numbers. */
class FastqStreamTest {
    @Test
    void linesKeepTheirNumbers() throws IOException {
        assertThat(decode("@r/1 first\nACGT\n+\nIIII\n@r/2\nAC\n+r/2\n@>\n"))
                .isEqualTo(">r/1 first\nACGT\n\n\n>r/2\nAC\n\n\n");
        assertThat(decode("@r\r\nACGT\r\n+\r\nII@I\r\n\r\n\n@s\r\nA\r\n+\r\nI"))
                .isEqualTo(">r\nACGT\n\n\n\n\n>s\nA\n\n");
    }

    @Test
    void readsAreThoseOfTheSameFasta(@TempDir Path folder) throws IOException {
        Random random = new Random(3);
        StringBuilder fastq = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            StringBuilder letters = new StringBuilder();
            StringBuilder qualities = new StringBuilder();
            random.ints(1 + random.nextInt(300), 0, 4).forEach(b -> letters.append("ACGT".charAt(b)));
            random.ints(letters.length(), '!', '~' + 1).forEach(q -> qualities.append((char) q));
            fastq.append("@read").append(i).append(" 1:N:0\n").append(letters).append("\n+\n");
            fastq.append(qualities).append('\n');
            expected.add("read" + i + " " + (4 * i + 1) + " " + letters);
        }
        Path file = Files.write(folder.resolve("reads"), Gzip.members(fastq.toString()));
        List<String> found = new ArrayList<>();
        try (FastaReader reader = FastaReader.open(file, "reads", ScratchFolder.none())) {
            while (reader.next()) {
                found.add(reader.id() + " " + reader.line() + " " + reader.sequenceText());
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@r\\nACGT\\n+\\nIII\\n | line 4: 3 qualities for 4 letters; copy or download the file again",
                "@r\\nACGT\\n+\\nII | line 4: 2 qualities for 4 letters; copy or download the file again",
                "@r\\nACGT\\n+\\n | line 4: 0 qualities for 4 letters; copy or download the file again",
                "@r\\nACGT\\n | line 3: the file ends within a record; copy or download it again",
                "@r | line 1: the file ends within a record; copy or download it again",
                "@r\\nACGT\\n+\\nIIII\\n@s\\nAC | line 6: the file ends within a record; copy or download it again",
                "@r\\nACGT\\nACGT\\n+\\nIIIIIIII\\n | line 3: found 'A' where the third line of a record begins with '+'; records need four lines; join longer ones with: seqkit seq -w 0",
                "@r\\nACGT\\n\\n+\\nIIII\\n | line 3: found an empty line where the third line of a record begins with '+'; records need four lines; join longer ones with: seqkit seq -w 0",
                "@r\\nACGT\\n+\\nIIII\\nr2\\n | line 5: found 'r' where a record begins with '@'; check the record before it",
                "@r\\n>s\\nACGT\\n+\\nIIII\\n | line 2: found '>' where the letters of a read begin; check that no line is missing",
                "@r\\nAC!T\\n+\\nIIII\\n | line 2: '!' is not a nucleotide letter (record 'r'); correct the line; allowed are A C G T U, the IUPAC codes, X, - . and *",
                "@r\\n\\n+\\nI\\n | line 4: 1 qualities for 0 letters; copy or download the file again",
                "@r\\n\\n | line 3: the file ends within a record; copy or download it again",
                "@\\nA\\n+\\nI\\n | line 1: a '@' without an id; write the read's name directly after the '@'",
                "@r\\nA\\n+\\nI\\n@  \\nA\\n+\\nI\\n | line 5: a '@' without an id; write the read's name directly after the '@'",
            })
    void faultsAreNamedByLine(String text, String message) {
        String fastq = text.replace("\\n", "\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(new ByteArrayInputStream(fastq.getBytes(StandardCharsets.ISO_8859_1))))
                .withMessage("reads.fq, " + message);
    }

    /** Trimmers leave reads without bases; the last of them may lack its last line or its line end. */
    @ParameterizedTest
    @ValueSource(strings = {"", "+", "+\n", "+\n\n", "+\n\n\n", "+r3\r\n\r\n"})
    void aReadWithoutBasesIsARecord(String end) throws IOException {
        String last = end.isEmpty() ? "" : "@r3\n\n" + end;
        assertThat(decode("@r1\n\n+\n\n@r2\nAC\n+\nII\n" + last))
                .startsWith(">r1\n\n\n\n>r2\nAC\n\n\n" + (last.isEmpty() ? "" : ">r3\n\n"));
        assertThat(read(new ByteArrayInputStream(
                        ("@r1\n\n+\n\n@r2\nAC\n+\nII\n" + last).getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(last.isEmpty() ? 2 : 3);
    }

    /** A pipe may return fewer bytes than requested. */
    @Test
    void readsThatGiveSingleBytes() throws IOException {
        byte[] fastq = "@r\nACGT\n+\nIIII\n".getBytes(StandardCharsets.ISO_8859_1);
        InputStream dripping = new FilterInputStream(new ByteArrayInputStream(fastq)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return super.read(into, offset, Math.min(1, length));
            }
        };
        assertThat(read(dripping)).isEqualTo(1);
    }

    private static int read(InputStream source) throws IOException {
        InputStream in = InputFile.decode("reads.fq", source);
        int records = 0;
        try (FastaReader reader =
                new FastaReader("reads.fq", in, true, new SequenceBuffer(1 << 20, ScratchFolder.none()))) {
            while (reader.next()) {
                records++;
            }
        }
        return records;
    }

    private static String decode(String fastq) throws IOException {
        InputStream source = new ByteArrayInputStream(fastq.getBytes(StandardCharsets.ISO_8859_1));
        try (InputStream in = InputFile.decode("reads.fq", source)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
