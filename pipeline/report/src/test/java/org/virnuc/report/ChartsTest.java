package org.virnuc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The block of JSON that the script reads: whatever stands in a name, it ends no script and comes out as it went in. */
class ChartsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "<!--<script>",
                "]]>\"'&\\",
                "a\u2028b\u2029c",
                "größe 🦠",
                "tab\tline\nnull\u0000"
            })
    void namesAreTextInTheBlock(String name) throws IOException {
        Html html = new Html();
        Charts charts = new Charts();
        BarChart.lying("Samples", "", List.of(name))
                .with(name, Shade.VIRUS, List.of(7L))
                .draw(html, charts);
        String block = charts.block();
        assertThat(block).doesNotContain("<", ">", "&", "'", "\u2028", "\u2029", "\n", "\u0000");
        JsonNode picture = new ObjectMapper().readTree(block).path(0);
        assertThat(picture.path("kind").asText()).isEqualTo("rows");
        assertThat(picture.path("figures").path("labels").path(0).asText()).isEqualTo(name);
        assertThat(picture.path("figures").path("series").path(0).path("name").asText())
                .isEqualTo(name);
    }

    @Test
    void everyPictureHasItsPlaceAndATitleForThoseWhoCannotSeeIt() {
        Html html = new Html();
        Charts charts = new Charts();
        BarChart.whole("Records by \"verdict\"", "records")
                .with(Shade.VIRUS, List.of(1L))
                .draw(html, charts);
        BarChart.upright("Lengths", List.of("1", "2"))
                .with(Shade.RECORDS, List.of(5L, 6000L))
                .render(html, charts);
        assertThat(html.toString())
                .contains(
                        "<div class=\"chart whole\" role=\"img\" data-chart=\"0\" aria-label=\"Records by &quot;verdict&quot;\"></div>",
                        "<div class=\"chart bars\" role=\"img\" data-chart=\"1\" aria-label=\"Lengths\"></div>",
                        "<tr><td class=\"n\">2</td><td class=\"n\">6,000</td></tr>");
    }

    @Test
    void aSeriesHasAValueForEveryBar() {
        BarChart chart = BarChart.upright("Lengths", List.of("1", "2"));
        assertThatThrownBy(() -> chart.with(Shade.RECORDS, List.of(5L))).hasMessage("1 bars for 2 labels");
    }
}
