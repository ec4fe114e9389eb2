package org.virnuc.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a&b|a&amp;b",
                "</script><img src=x onerror=alert(1)>|&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;",
                "\" onload=\"x|&quot; onload=&quot;x",
                "{\"'\" onload=\"}|{&quot;&#39;&quot; onload=&quot;}",
                "<!--|&lt;!--",
                "größe 🦠|größe 🦠",
            })
    void textIsHarmless(String text, String written) {
        assertThat(new Html().text(text)).hasToString(written);
        assertThat(new Html().cell(text)).hasToString("<td>" + written + "</td>");
    }

    @Test
    void whatCannotBeSeenIsShown() {
        assertThat(new Html().text("a\u0000b\u001bc\nd\u202ee\u200bf\ud800g"))
                .hasToString("a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg");
    }

    @Test
    void numbersSortByTheirValue() {
        assertThat(new Html().cell(12_000, "12,000")).hasToString("<td class=\"n\" data-v=\"12000\">12,000</td>");
    }
}
