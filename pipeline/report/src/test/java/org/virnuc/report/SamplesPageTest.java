package org.virnuc.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page over all samples of a sheet. */
class SamplesPageTest {
    private static final Map<String, Long> COUNTS =
            Map.of("records", 10L, "records_virus", 4L, "records_others", 5L, "records_unscored", 1L, "chunks", 30L);

    @Test
    void everySampleHasARowAndThoseDoneAreCounted() {
        String page = Pages.own(SamplesPage.render(
                List.of(
                        new SamplesPage.Entry("lake", "done", COUNTS, ""),
                        new SamplesPage.Entry(Pages.EVIL, "done", COUNTS, ""),
                        new SamplesPage.Entry("sea", "failed", Map.of(), "no such <file>")),
                "0.1.0"));
        assertThat(page)
                .contains("3 samples, 2 done: 20 records, 8 called virus, 10 others, 2 unscored.")
                .contains("<bdi>lake</bdi></td><td>done</td><td class=\"n\" data-v=\"10\">10</td>", "40.0 %")
                .contains("<bdi>sea</bdi></td><td>failed</td>", "no such &lt;file&gt;", "All are here.")
                .doesNotContain("<img", "<b a=");
    }

    @Test
    void theSizeOfThePageIsBounded() {
        List<SamplesPage.Entry> samples = new ArrayList<>();
        for (int i = 1; i <= SamplesPage.MOST + 5; i++) {
            samples.add(new SamplesPage.Entry("sample" + i, "done", COUNTS, ""));
        }
        String page = Pages.own(SamplesPage.render(samples, "0.1.0"));
        assertThat(page)
                .contains(
                        "The first 1,000 are here; samples.tsv has all 1,005.",
                        "of the first 50 samples",
                        "sample1000<")
                .doesNotContain("sample1001<", "\"sample51\"");
    }
}
