package org.virnuc.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.RunSummary;
import org.virnuc.telemetry.Browser;

/** The page in a real browser: {@code mvn verify -Dgroups=browser}; needs Chromium. */
@Tag("browser")
class BrowserTest {
    private static final String COLUMN =
            "[...document.querySelectorAll('#table tbody tr:not([hidden])')].map(r => r.cells[0].textContent)";

    private final Path folder;

    BrowserTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @Timeout(120)
    void itSortsSearchesAndRunsNothingElse() throws Exception {
        try (Browser browser = open(Pages.page(Pages.summary(Pages.EVIL, RunSummary.ROWS), "virnuc-mini", true))) {
            assertThat(browser.value("document.title")).isEqualTo("VirNuc report");
            assertThat(browser.value("document.images.length + ' ' + document.scripts.length"))
                    .isEqualTo("0 3");
            assertThat(browser.value("document.querySelector('#table td bdi').textContent"))
                    .isEqualTo(Pages.EVIL + "1");
            assertThat(browser.value(COLUMN + ".length + ''")).isEqualTo("1000");

            String button = "document.querySelectorAll('#table th button')[0]";
            assertThat(browser.value(button + ".click(), " + COLUMN + "[0]")).isEqualTo("1");
            assertThat(browser.value(button + ".click(), " + COLUMN + "[0]")).isEqualTo("1,000");
            assertThat(browser.value("document.querySelector('#table th').getAttribute('aria-sort')"))
                    .isEqualTo("descending");

            assertThat(browser.value(
                            "document.getElementById('find').value = 'nowhere', document.getElementById('find').dispatchEvent(new Event('input')), "
                                    + COLUMN + ".length + ''"))
                    .isEqualTo("0");
            assertThat(browser.value(
                            "document.getElementById('find').value = \"b a='77\", document.getElementById('find').dispatchEvent(new Event('input')), "
                                    + COLUMN + ".join(' ') + '; ' + document.getElementById('shown').textContent"))
                    .isEqualTo("779 778 777 776 775 774 773 772 771 770 77; 11 of 1000 rows");
            assertThat(browser.value(
                            "document.getElementById('find').value = \" VIRUS a='778 \", document.getElementById('find').dispatchEvent(new Event('input')), "
                                    + COLUMN + ".join(' ')"))
                    .as("several words in any order")
                    .isEqualTo("778");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    @Timeout(120)
    void picturesAreDrawnWhenSeenAndAllForPaper() throws Exception {
        String all = "document.querySelectorAll('.chart').length";
        String drawn =
                "[...document.querySelectorAll('.chart svg')].filter(s => s.querySelectorAll('path').length > 0).length";
        try (Browser browser = open(HtmlReport.render(
                Pages.summary("contig", 30), Pages.report(), Pages.facts("virnuc-mini", Pages.reads(), true)))) {
            browser.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(''))))");
            assertThat(browser.value(drawn + " > 0 && " + drawn + " < " + all + " ? 'some' : 'all or none'"))
                    .isEqualTo("some");
            assertThat(browser.value("dispatchEvent(new Event('beforeprint')), " + drawn + " + ' of ' + " + all))
                    .isEqualTo("31 of 31");
            assertThat(
                            browser.value(
                                    "[...document.querySelectorAll('.chart svg')].filter(s => s.getBBox().x + s.getBBox().width"
                                            + " > s.viewBox.baseVal.width + 1 || s.viewBox.baseVal.width > 700).length + ' do not fit on paper'"))
                    .isEqualTo("0 do not fit on paper");
            String virus = "getComputedStyle(document.querySelector('.whole path[fill=\"var(--virus)\"]')).fill";
            assertThat(browser.value(virus)).isEqualTo("rgb(194, 65, 12)");
            browser.media("screen", "dark");
            assertThat(browser.value(virus)).isEqualTo("rgb(240, 138, 93)");
            browser.media("print", "dark");
            assertThat(browser.value(virus)).isEqualTo("rgb(194, 65, 12)");
            assertThat(browser.value("getComputedStyle(document.querySelector('.find')).display"))
                    .isEqualTo("none");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    @Timeout(120)
    void picturesSayWhatTheyShow() throws Exception {
        try (Browser browser = open(Pages.page(Pages.summary("contig", 3), "virnuc-mini", true))) {
            browser.value("dispatchEvent(new Event('beforeprint')), ''");
            assertThat(tip(browser, ".whole", 0, 0)).contains("virus", "900,001 records");
            assertThat(tip(browser, ".bars", 0, 3)).contains("0.15", "virus", "100,000", "others");
            assertThat(tip(browser, ".reliability", 1, 1)).isEqualTo("predicted 0.90, observed 0.95, 7 stretches");
            assertThat(tip(browser, ".track .chart", 0, 0))
                    .startsWith("base 501")
                    .contains("best virus score 0.70");
            assertThat(browser.value("document.querySelector('.rows svg').textContent"))
                    .contains("dnabert-s", "esm-2");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    @Timeout(120)
    void namesOfSamplesDoNotRunInAPicture() throws Exception {
        List<SamplesPage.Entry> samples =
                List.of(new SamplesPage.Entry(Pages.EVIL, "done", Map.of("records", 4L, "records_virus", 3L), ""));
        try (Browser browser = open(SamplesPage.render(samples, "0.1.0"))) {
            browser.value("dispatchEvent(new Event('beforeprint')), ''");
            assertThat(tip(browser, ".rows", 0, 0)).contains(Pages.EVIL);
            assertThat(browser.value("document.title + ' ' + document.images.length"))
                    .isEqualTo("VirNuc report 0");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** What stands beside the pointer over a picture. */
    private static String tip(Browser browser, String place, int series, int item) throws Exception {
        return browser.value("(() => { const place = document.querySelector('" + place
                + "'); echarts.getInstanceByDom(place).dispatchAction({type: 'showTip', seriesIndex: " + series
                + ", dataIndex: " + item + "}); return place.lastElementChild.textContent; })()");
    }

    private Browser open(String page) throws Exception {
        Path file = Files.writeString(folder.resolve("report.html"), page);
        return Browser.open(file.toUri(), folder.resolve("profile"));
    }
}
