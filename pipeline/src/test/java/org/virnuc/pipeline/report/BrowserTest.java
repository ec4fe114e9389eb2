package org.virnuc.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.pipeline.calls.RunSummary;

/** The page in a real browser: {@code mvn test -pl pipeline -am -DexcludedGroups=gpu,shared -Dtest=BrowserTest}; needs Chromium. */
@Tag("slow")
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
        Path page = Files.writeString(
                folder.resolve("report.html"),
                Pages.page(Pages.summary(Pages.EVIL, RunSummary.ROWS), "virnuc-mini", true));
        try (Browser browser = Browser.open(page, folder.resolve("profile"))) {
            assertThat(browser.value("document.title")).isEqualTo("VirNuc report");
            assertThat(browser.value("document.images.length + ' ' + document.scripts.length"))
                    .isEqualTo("0 1");
            assertThat(browser.value("document.querySelector('#table td bdi').textContent"))
                    .isEqualTo(Pages.EVIL + "1");
            assertThat(browser.value("getComputedStyle(document.querySelector('rect.virus')).fill"))
                    .isEqualTo("rgb(194, 65, 12)");
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
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
