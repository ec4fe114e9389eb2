package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTextTest {
    @ParameterizedTest
    @CsvSource({
        "'a\u001b[31mb', a\\u001b[31mb",
        "'bell\u0007', bell\\u0007",
        "'one\ntwo\r', one\\u000atwo\\u000d",
        "'\u009b2J', \\u009b2J",
        "'\u007f', \\u007f",
        "'\u202egnp.exe', \\u202egnp.exe",
        "'\u2028', \\u2028",
        "'\ud800x', \\ud800x",
        "'\udb40\udc41', \\ue0041",
        "é 漢 🧬 plain, é 漢 🧬 plain",
    })
    void whatCannotBeSeenIsMadeVisible(String text, String visible) {
        assertThat(VisibleText.of(text)).isEqualTo(visible);
    }

    @Test
    void longTextIsCut() {
        assertThat(VisibleText.of("abcdef", 6)).isEqualTo("abcdef");
        assertThat(VisibleText.of("abcdefg", 6)).isEqualTo("abcdef...");
        assertThat(VisibleText.of("a".repeat(5000))).hasSize(4003).endsWith("a...");
    }

    @Test
    void everyErrorIsOneVisibleLine() {
        assertThat(new NativeLibraryException("a\nb", new IllegalStateException("c")))
                .hasMessage("a\\u000ab");
    }

    @Test
    void linesAndTabsOfAPageStay() {
        assertThat(VisibleText.lines("a\tb\nc\u001b[2J\r\n")).isEqualTo("a\tb\nc\\u001b[2J\\u000d\n");
        String plain = "a\tb\n";
        assertThat(VisibleText.lines(plain)).isSameAs(plain);
    }

    @Test
    void theWholeOfALongTextStays() {
        assertThat(VisibleText.whole("a".repeat(5000) + "\n")).hasSize(5006).endsWith("a\\u000a");
    }
}
