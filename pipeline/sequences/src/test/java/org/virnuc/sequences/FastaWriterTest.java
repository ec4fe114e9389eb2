package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastaWriterTest {

    @ParameterizedTest
    @CsvSource({"59, 59", "60, 60", "61, 60+1", "120, 60+60", "125, 60+60+5"})
    void wrapsAsBioPythonDoes(int length, String lines) throws IOException {
        StringBuilder expected = new StringBuilder(">id_10\n");
        for (String line : lines.split("\\+", -1)) {
            expected.append("A".repeat(Integer.parseInt(line))).append('\n');
        }
        assertThat(write(FastaWriter.BIOPYTHON_COLUMNS, "A".repeat(length), 10)).isEqualTo(expected.toString());
    }

    @Test
    void oneLineStaysOneLineBeyondTheBuffer() throws IOException {
        String letters = "ACGT".repeat(50_000);
        assertThat(write(FastaWriter.ONE_LINE, letters, 0)).isEqualTo(">id_0\n" + letters + "\n");
    }

    @Test
    void numbersAreDecimal() throws IOException {
        assertThat(write(FastaWriter.ONE_LINE, "A", Long.MAX_VALUE)).isEqualTo(">id_9223372036854775807\nA\n");
    }

    private static String write(int columns, String letters, long number) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FastaWriter writer = new FastaWriter(out, columns);
        byte[] id = "id_".getBytes(StandardCharsets.US_ASCII);
        byte[] padded = ("--" + letters + "--").getBytes(StandardCharsets.US_ASCII);
        writer.begin();
        writer.id(id, id.length);
        writer.number(number);
        writer.sequence(padded, 2, letters.length());
        writer.flush();
        return out.toString(StandardCharsets.US_ASCII);
    }
}
