package org.virnuc.telemetry.history.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvTextTest {

    @Test
    void aFieldForEachValue() {
        assertThat(CsvText.line(Arrays.asList("a b", 1.5, null, LocalDate.of(2026, 11, 1), -2)))
                .isEqualTo("a b,1.5,,2026-11-01,-2\r\n");
        assertThat(CsvText.line(List.of(""))).isEqualTo("\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a, b     | \"a, b\"",
                "say \"b\" | \"say \"\"b\"\"\"",
                "=1+1     | '=1+1",
                "@cmd     | '@cmd",
                "-2       | '-2",
                "+2,3     | \"'+2,3\"",
                "a=1      | a=1"
            })
    void textIsQuotedAndNoFormula(String text, String field) {
        assertThat(CsvText.line(List.of(text))).isEqualTo(field + "\r\n");
    }

    @Test
    void textHasNoInvisibleCharacters() {
        assertThat(CsvText.line(List.of("a\tb\r\n=c", "\u202ed"))).isEqualTo("a\\u0009b\\u000d\\u000a=c,\\u202ed\r\n");
    }
}
