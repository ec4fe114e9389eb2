package org.virnuc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.virnuc.calling.RecordVerdict;
import org.virnuc.calling.RunSummary;

class MultiqcFilesTest {
    private static final RunSummary SUMMARY = Pages.summary("a", 3);

    @Test
    void theBarHasARecordCountForEveryVerdict() throws IOException {
        JsonNode bar = new ObjectMapper().readTree(MultiqcFiles.bar("lake \"7\"", SUMMARY));
        assertThat(bar.path("plot_type").asText()).isEqualTo("bargraph");
        assertThat(bar.path("data").toString())
                .isEqualTo("{\"lake \\\"7\\\"\":{\"virus\":900001,\"others\":99998,\"unscored\":1}}");
        assertThat(names(bar.path("categories"))).containsExactly("virus", "others", "unscored");
    }

    @Test
    void everyStatisticHasAHeader() throws IOException {
        JsonNode file = new ObjectMapper().readTree(MultiqcFiles.statistics("lake", SUMMARY));
        assertThat(file.path("plot_type").asText()).isEqualTo("generalstats");
        JsonNode values = file.path("data").path("lake");
        assertThat(names(values)).isEqualTo(names(file.path("headers")));
        assertThat(values.path("records").asLong()).isEqualTo(1_000_000);
        assertThat(values.path("records_virus").asLong()).isEqualTo(900_001);
        assertThat(values.path("percent_virus").asDouble()).isEqualTo(90.0001);
        assertThat(values.path("percent_unscored").asDouble()).isEqualTo(0.0001);
        assertThat(values.path("percent_bases_scored").asDouble()).isEqualTo(39.9);
        assertThat(values.path("regions").asLong()).isEqualTo(3);
    }

    @Test
    void readsHaveFilesOfTheirOwn() throws IOException {
        CalledReadCounts reads = CalledReadCounts.of(Pages.reads()).orElseThrow();
        JsonNode bar = new ObjectMapper().readTree(MultiqcFiles.readsBar("lake", reads));
        assertThat(bar.path("data").toString())
                .isEqualTo("{\"lake\":{\"viral\":250,\"host\":600,\"neither\":50,\"no_call\":100}}");
        assertThat(names(bar.path("categories"))).containsExactly("viral", "host", "neither", "no_call");
        JsonNode file = new ObjectMapper().readTree(MultiqcFiles.readsStatistics("lake", reads));
        JsonNode values = file.path("data").path("lake");
        assertThat(names(values)).isEqualTo(names(file.path("headers")));
        assertThat(values.path("reads").asLong()).isEqualTo(1000);
        assertThat(values.path("percent_reads_viral").asDouble()).isEqualTo(25);
        assertThat(values.path("percent_reads_without_call").asDouble()).isEqualTo(10);
        JsonNode other = new ObjectMapper().readTree(MultiqcFiles.statistics("lake", SUMMARY));
        assertThat(file.path("id")).isNotEqualTo(other.path("id"));
        assertThat(CalledReadCounts.of(Map.of("records", 1L))).isEmpty();
    }

    @Test
    void readsThatDoNotAddUpAreNone() {
        assertThatThrownBy(() -> new CalledReadCounts(10, 6, 5, 10))
                .hasMessage("10 reads, of which 10 with a call, 6 viral and 5 host, do not add up");
    }

    /** MultiQC reads every version as text; a number would lose its zeros. */
    @Test
    void versionsAreText() throws IOException {
        JsonNode versions =
                new YAMLMapper().readTree(MultiqcFiles.versions(Pages.report())).path("VirNuc");
        assertThat(versions.path("VirNuc").isTextual()).isTrue();
        assertThat(versions.path("VirNuc").asText()).isEqualTo("0.1.0");
        assertThat(versions.path("dna model dna<1>").asText()).isEqualTo("SHA-256 unknown");
    }

    @Test
    void coloursAreThoseOfTheReport() throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            String css = new String(Objects.requireNonNull(in, "report.css").readAllBytes(), StandardCharsets.UTF_8);
            for (RecordVerdict verdict : RecordVerdict.values()) {
                Shade shade = Shade.of(verdict);
                String variable = shade == Shade.CHUNKS ? "soft" : shade.word(); // as report.js has it
                assertThat(css).contains("--" + variable + ": " + shade.colour() + ";");
            }
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
