package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {

    /** The table was printed by numpy, see its first line. The seven floats from 0 to 1e-44 are left out, see below. */
    @Test
    void isWhatPythonPrints() throws IOException {
        List<String> table = table();
        assertThat(table).hasSizeGreaterThan(200);
        for (String row : table) {
            String[] columns = row.split("\t", -1);
            float value = Float.intBitsToFloat(Integer.parseUnsignedInt(columns[0], 16));
            assertThat(text(value)).as("bits %s", columns[0]).isEqualTo(columns[1]);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "1, 1.0", "0.5, 0.5", "0.001, 0.001", "0.00031871952, 0.0003187195", "1.5e-5, 1.5e-05"})
    void knownValues(float value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @Test
    void everyTextReadsBackAsTheSameFloat() {
        Random random = new Random(7);
        int one = Float.floatToIntBits(1f);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt(one + 1));
            assertThat(Float.parseFloat(text(value))).isEqualTo(value);
        }
    }

    /** There Java has a second digit where Python has one; no score can tell the difference. */
    @ParameterizedTest
    @CsvSource({"1, 1.4e-45", "2, 2.8e-45", "7, 9.8e-45", "8, 1.1e-44"})
    void smallestFloatsOfAll(int bits, String expected) {
        assertThat(text(Float.intBitsToFloat(bits))).isEqualTo(expected);
    }

    private static String text(float value) {
        StringBuilder text = new StringBuilder();
        FloatText.append(value, text);
        return text.toString();
    }

    private static List<String> table() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FloatTextTest.class.getResourceAsStream("float32-text.tsv"), "resource")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
