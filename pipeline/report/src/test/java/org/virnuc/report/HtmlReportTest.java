package org.virnuc.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnuc.calling.ConfidenceSummary;
import org.virnuc.calling.RunSummary;

/** What the page says, how large it can be, and that nothing in it runs that is not the program's own. */
class HtmlReportTest {
    private static final String MINI = "virnuc-mini";

    /** A model may come with probabilities, but without what was observed on labelled sequences. */
    @Test
    void nothingIsComparedWhereNothingWasMeasured() {
        ConfidenceSummary known = Pages.trust(true);
        ConfidenceSummary trust = new ConfidenceSummary(
                true,
                "",
                known.prevalence(),
                known.records(),
                known.enough(),
                known.expectedFalse(),
                known.probabilities(),
                known.distant(),
                known.distances(),
                List.of(),
                List.of(),
                List.of());
        assertThat(ConfidenceSection.render(trust, "", new Charts()).toString())
                .contains("Records by probability of being viral")
                .doesNotContain("Predicted and observed", "The diagram");
        assertThat(ConfidenceSection.render(known, "", new Charts()).toString())
                .contains("Predicted and observed", "The diagram");
    }

    @Test
    void whatWasFoundComesFirstAndInWords() {
        String page = Pages.own(
                HtmlReport.render(Pages.summary("contig", 3), Pages.report(), Pages.facts(MINI, Pages.reads(), true)));
        assertThat(page)
                .contains(
                        "1,000,000 records, 1,000 bases: 900,001 virus, 99,998 others, 1 unscored.",
                        "Tiers of the viral ones: 900,000 high, 0 medium, 1 low, 0 ambiguous.",
                        "3 viral regions with 30 bases in all; 1 record called others has one.",
                        "1 record (0.0 %) is unscored, which does not mean not viral; unscored.tsv says why. Not"
                                + " called because they are shorter than 300 bases, the least that is called: 1.",
                        "39.9 % of the bases lie in scored chunks.",
                        "Only 39.9 % of the bases lie in scored chunks.",
                        "2 of 900,001 viral records rest on fewer than 5 scored chunks.",
                        "1 of 900,001 viral records has the tier low or ambiguous");
        assertThat(List.of(
                        "found",
                        "cautions",
                        "records",
                        "tracks",
                        "reads",
                        "distributions",
                        "coverage",
                        "time",
                        "methods",
                        "files"))
                .isSortedAccordingTo((a, b) -> Integer.compare(section(page, a), section(page, b)))
                .allSatisfy(id -> assertThat(section(page, id)).as(id).isPositive());
    }

    @Test
    void whatIsLeftOutIsSaid() {
        assertThat(Pages.page(Pages.summary("contig", 1000), MINI, true))
                .contains("The first 1,000 are here; 999,000 more are left out. sequences.tsv has all 1,000,000.");
    }

    @Test
    void theEmbeddedModelIsNotPraised() {
        assertThat(Pages.page(Pages.summary("contig", 3), MINI, true))
                .contains("accuracy 0.83", "Results to publish need the real models.", "small encoders");
        assertThat(Pages.page(Pages.summary("contig", 3), "virnucpro", true))
                .doesNotContain("accuracy 0.83", "small encoders")
                .contains("embedded by dna&lt;1&gt; [2]", "doi:10.1093/bib/bbaf224");
    }

    @Test
    void withoutTelemetryThereAreNoTimes() {
        String page = Pages.own(Pages.page(Pages.summary("contig", 3), MINI, false));
        assertThat(section(page, "time")).isNegative();
        assertThat(page).doesNotContain("UTC", "telemetry.md");
    }

    @Test
    void whatWasNotComputedIsSaid() {
        assertThat(Pages.page(Pages.summary("contig", 3), MINI, true))
                .contains(
                        "esm-2: 25.0 % of the frames are identical to an earlier one, 50.0 % of the others were in the"
                                + " embedding cache; they were not computed.")
                .doesNotContain("dnabert-s:");
    }

    @Test
    void theTableHasTheConfidenceOfItsRecords() {
        assertThat(Pages.page(Pages.summary("contig", 3), MINI, true))
                .contains("<th class=\"n\">Probability</th><th class=\"n\">q-value</th><th>Out of distribution</th>")
                .contains("<td class=\"n\" data-v=\"881000\">0.8810</td><td class=\"n\""
                        + " data-v=\"31200\">0.0312</td><td>no</td></tr>")
                .contains("<td class=\"n\" data-v=\"-1\"></td><td class=\"n\" data-v=\"-1\"></td><td></td></tr>");
    }

    @Test
    void everyFileBesideThePageIsLinked() {
        assertThat(Pages.page(Pages.summary("contig", 3), MINI, true))
                .contains("<a href=\"sequences.tsv\">sequences.tsv</a>", "<a href=\"reads_viral.bam\">");
    }

    @Test
    void idsAndNamesAreText() {
        String page = Pages.page(Pages.summary(Pages.EVIL, 30), Pages.EVIL, true);
        assertThat(Pages.own(page))
                .doesNotContain("<img", "<b a=", "in<put>", "<x>", "lake<7>")
                .contains("&lt;/script&gt;&lt;img src=x", "<h1>VirNuc report: lake&lt;7&gt;</h1>");
        assertThat(page.split("(?i)</script", -1)).as("ends of scripts").hasSize(4);
        assertThat(page.split("(?i)<script", -1)).hasSize(4);
        assertThat(page)
                .containsPattern("default-src 'none'; base-uri 'none'; form-action 'none'; "
                        + "script-src 'sha256-[A-Za-z0-9+/]{43}=' 'sha256-[A-Za-z0-9+/]{43}='; "
                        + "style-src 'sha256-[A-Za-z0-9+/]{43}='; style-src-attr 'unsafe-inline'\"");
    }

    @Test
    void nothingIsLoadedFromAnywhere() {
        String page = Pages.own(Pages.page(Pages.summary("contig", 3), MINI, true));
        assertThat(page).doesNotContain("http:", "https:", "src=", "<link", "url(", "@import", "style=\"");
        assertThat(page.split("href=", -1))
                .as("links to files beside the page only")
                .hasSizeGreaterThan(2)
                .allMatch(rest -> rest.startsWith("<!DOCTYPE") || rest.matches("(?s)\"[a-z_./]+\">.*"));
    }

    /** Its size is that of the charting library and this, whatever the input. */
    @Test
    void thePageIsBounded() {
        String longest = "&".repeat(RunSummary.ID_CHARS - 4);
        String page = Pages.own(Pages.page(Pages.summary(longest, RunSummary.ROWS), MINI, true));
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isBetween(900_000, 2_000_000);
        assertThat(Page.library().getBytes(StandardCharsets.UTF_8).length).isBetween(500_000, 800_000);
    }

    @Test
    void withoutScriptsThereAreWordsTablesAndANote() {
        String page = Pages.own(Pages.page(Pages.summary("contig", 3), MINI, true));
        assertThat(page)
                .contains(
                        "<noscript><p class=\"note\">This page draws its pictures and sorts its tables with JavaScript")
                .contains("<td class=\"n\">0.95</td><td class=\"n\">100,000</td>")
                .contains("viral: 10,001 to 20,000, mean score 0.90; ", "; and 55 more</p>")
                .doesNotContain("<svg");
    }

    @Test
    void theLibraryIsNamed() {
        assertThat(Pages.own(Pages.page(Pages.summary("contig", 3), MINI, true)))
                .contains("<dt>Pictures</dt><dd>Apache ECharts " + Page.LIBRARY_VERSION + "</dd>");
        assertThat(Page.library())
                .contains("version=\"" + Page.LIBRARY_VERSION + "\"", "Licensed to the Apache Software Foundation")
                .doesNotContainIgnoringCase("</script")
                .doesNotContain("<!--", "eval(", "new Function", "\r");
    }

    @Test
    void readsAreThereWhereThereWereSome() {
        String page = Pages.own(
                HtmlReport.render(Pages.summary("contig", 3), Pages.report(), Pages.facts(MINI, Pages.reads(), true)));
        assertThat(page)
                .contains(
                        "1,000 reads of an alignment to the records",
                        "<td>on records called virus</td><td class=\"n\" data-v=\"250\">250</td><td class=\"n\""
                                + " data-v=\"250\">25.0 %</td>",
                        "<td>on records called neither: ambiguous or unscored</td><td class=\"n\""
                                + " data-v=\"50\">50</td>",
                        "<td>no call: unmapped</td><td class=\"n\" data-v=\"60\">60</td>",
                        "7 secondary alignments and 1 supplementary alignment were left out. reads_viral.bam has the"
                                + " 250 viral ones.");
        assertThat(page).doesNotContain("reads_host.bam");
        assertThat(section(Pages.page(Pages.summary("contig", 3), MINI, true), "reads"))
                .isNegative();
    }

    private static int section(String page, String id) {
        return page.indexOf("<section id=\"" + id + "\">");
    }
}
