package org.virnuc.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.Browser;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.GpuRuns;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.Origin;
import org.virnuc.telemetry.history.RunDescription;
import org.virnuc.telemetry.history.RunHistory;

/** The pages for everybody: screen readers, dark rooms, phones, keyboards and paper. */
@Tag("browser")
@Timeout(300)
class DashboardBrowserTest extends ServedRuns {
    private static final List<String> PAGES =
            List.of(".?q=", "?run=run-9&tag=soil", "compare?run=run-1&run=run-9", "trends", "report/run-9");

    private Browser browser;

    DashboardBrowserTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    @BeforeEach
    void open() throws Exception {
        ManualClock clock = new ManualClock();
        clock.jumpTo(START.plusSeconds(200));
        PipelineTelemetry telemetry = PricedRuns.complete(clock);
        telemetry.event(EventClass.DATA, Severity.WARNING, EVIL, Map.of());
        telemetry.guardrail(null, new GuardrailHit("duplicate-ids", EVIL, 2, 8L, List.of(EVIL)));
        telemetry.outcome("records", 13);
        telemetry.outcome("records_virus", 5);
        RunDescription.Label label = new RunDescription.Label(EVIL, List.of("soil", EVIL), EVIL);
        try (RunHistory history = RunHistory.open(file)) {
            RunReport report = telemetry.finish(RunStatus.DONE, null).toBuilder()
                    .gpus(GpuRuns.partly("gpus", START).gpus(), Map.of())
                    .build();
            history.record(Attempt.of(report, Origin.here(folder.resolve("evil<b>.virnuc")))
                    .described(new RunDescription(EVIL, null, label)));
        }
        browser = Browser.open(dashboard.address(), Files.createDirectory(folder.resolve("profile")));
    }

    @AfterEach
    void shut() {
        browser.close();
    }

    private void go(String page) throws IOException, InterruptedException {
        browser.go(dashboard.address().resolve(page));
    }

    /** Opens everything that is folded, so that it is looked at, too. */
    private void unfold() throws IOException, InterruptedException {
        browser.value("document.querySelectorAll('details').forEach(one => { one.open = true; }); ''");
    }

    @Test
    void noPageHasASeriousFault() throws Exception {
        String axe = Files.readString(Path.of(Objects.requireNonNull(
                System.getProperty("virnuc.axe"), "-Dvirnuc.axe=FILE names axe.min.js of axe-core")));
        for (String scheme : List.of("light", "dark")) {
            browser.media("screen", scheme);
            for (String page : PAGES) {
                go(page);
                unfold();
                browser.value(axe + "; ''");
                assertThat(browser.value("axe.run().then(all => all.violations.filter(one => one.impact === 'serious'"
                                + " || one.impact === 'critical').map(one => one.id + ': ' +"
                                + " one.nodes.map(node => node.html).slice(0, 3)).join(' | '))"))
                        .as("%s in %s", page, scheme)
                        .isEmpty();
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void pagesFitAPhone() throws Exception {
        browser.size(390, 800);
        for (String page : PAGES) {
            go(page);
            unfold();
            assertThat(browser.value("String(document.documentElement.scrollWidth)"))
                    .as(page)
                    .isEqualTo("390");
        }
    }

    @Test
    void filtersAndFiguresHaveTheirPlace() throws Exception {
        browser.size(1500, 900);
        go("?run=run-9");
        unfold();
        String tops = "new Set([...document.querySelectorAll('#more-filters label')]"
                + ".map(one => Math.round(one.getBoundingClientRect().bottom))).size";
        assertThat(browser.value(
                        "document.querySelectorAll('#more-filters label').length + ' in ' + " + tops + " + ' rows'"))
                .matches("12 in [23] rows");
        assertThat(browser.value("String([...document.querySelectorAll('#runs td.number')].filter(one => {"
                        + "if (one.textContent.endsWith('USD')) { one.textContent = '0.0007033 USD'; }"
                        + "return one.scrollWidth > one.clientWidth; }).length)"))
                .as("figures that run out of their column")
                .isEqualTo("0");
        assertThat(browser.value("document.querySelector('.gpus').innerText"))
                .contains("NVIDIA <b>Slow</b>", "19,000 J", "not measured");
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        go(".");
        browser.press("Tab");
        assertThat(browser.value("document.activeElement.textContent")).isEqualTo("Skip to content");
        browser.press("Enter");
        browser.await("location.hash === '#main'");
        browser.press("/");
        assertThat(browser.value("document.activeElement.name")).isEqualTo("q");
        browser.value("document.querySelectorAll('#runs td.name a')[2].focus(); ''");
        browser.press("Enter");
        browser.await("document.getElementById('run-title').textContent === 'a' && location.search === '?run=run-1'");
        assertThat(browser.value("document.activeElement.textContent")).isEqualTo("a");
        for (int press = 0; press < 40; press++) {
            browser.press("Tab");
            assertThat(browser.value("document.activeElement === document.body ? 'the end of the page'"
                            + " : getComputedStyle(document.activeElement).outlineStyle"))
                    .as("focus can be seen on %s", browser.value("document.activeElement.outerHTML.slice(0, 80)"))
                    .isNotEqualTo("none");
        }
    }

    @Test
    void paperHasTheFiguresAndNoForms() throws Exception {
        go(".");
        browser.media("print", "light");
        String shown = "[...document.querySelectorAll('%s')].filter(one => one.getClientRects().length).length";
        assertThat(browser.value("String(" + shown.formatted("nav, .filters, button, input") + ")"))
                .isEqualTo("0");
        assertThat(browser.value("String(" + shown.formatted(".card, .chip, .timeline, #runs tbody tr") + " > 5)"))
                .isEqualTo("true");
    }

    @Test
    void textOfRunsIsTextInTheBrowser() throws Exception {
        for (String page : PAGES) {
            go(page);
            assertThat(browser.value("String(document.querySelectorAll('main script, main b, main iframe').length)"))
                    .as(page)
                    .isEqualTo("0");
        }
        go("?q=" + "%3Cscript%3Ealert(1)");
        assertThat(browser.value("document.getElementById('run-title').textContent"))
                .startsWith("<script>alert(1)");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theListIsFollowedByScrolling() throws Exception {
        try (RunHistory history = RunHistory.open(file)) {
            for (int i = 0; i < 350; i++) {
                history.record(Attempt.of(
                        report("many-" + i, "predict", START.plusSeconds(1_000 + i), RunStatus.DONE),
                        Origin.here(folder.resolve("m" + i + ".virnuc"))));
            }
        }
        browser.go(URI.create(dashboard.address() + "?sort=started"));
        String rows = "new Set([...document.querySelectorAll('#runs tbody tr')].map(one => one.id)).size";
        assertThat(browser.value("String(" + rows + ")")).isEqualTo("100");
        browser.await("(scrollBy(0, 1000), " + rows + " === 353)");
        record("run-new", "new.virnuc", "predict", START.plusSeconds(5_000), RunStatus.DONE);
        browser.await("document.querySelector('#runs tbody tr').id === 'r-run-new'");
        assertThat(browser.value("String(" + rows + ")")).isEqualTo("354");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void withoutJavaScriptTheTableAndARunCanBeRead() throws Exception {
        browser.scripts(false);
        go(".");
        assertThat(browser.value("document.documentElement.innerText"))
                .contains("failed", "it <script>", "Compare the runs");
        assertThat(browser.value("String(document.querySelectorAll('#runs tbody tr').length)"))
                .isEqualTo("3");
        String address = browser.value("[...document.querySelectorAll('#runs td.name a')].at(-1).href");
        assertThat(address).contains("run=run-1");
        browser.go(URI.create(address));
        assertThat(browser.value("document.getElementById('run-title').textContent"))
                .isEqualTo("a");
        assertThat(browser.value("document.querySelector('main').innerText")).contains("cooking", "2.0 s");
        browser.value("document.querySelector('form.filters [name=status]').value = 'failed'; ''");
        String search = browser.value("new URL('?' + new URLSearchParams(new FormData("
                + "document.querySelector('form.filters'))), location.href).href");
        browser.go(URI.create(search));
        assertThat(browser.value("[...document.querySelectorAll('#runs tbody tr')].map(one => one.id).join()"))
                .isEqualTo("r-run-2");
    }

    @Test
    void aHistoryThatIsDeletedLeavesThePageAndComesBackWithTheNextRun() throws Exception {
        go(".");
        for (String name : List.of("history.db", "history.db-wal", "history.db-shm")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        browser.await("document.querySelectorAll('#runs tbody tr').length === 0");
        assertThat(browser.value("document.querySelector('main').innerText")).doesNotContainIgnoringCase("exception");
        record("run-after", "after.virnuc", "predict", START.plusSeconds(9_000), RunStatus.DONE);
        browser.await("[...document.querySelectorAll('#runs tbody tr')].map(one => one.id).join() === 'r-run-after'");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void twoProgramsWriteWhileThePageIsRead() throws Exception {
        go("?q=&limit=all");
        List<Thread> writers = new ArrayList<>();
        for (String who : List.of("left", "right")) {
            Thread writer = new Thread(() -> {
                for (int i = 0; i < 30; i++) {
                    record(who + "-" + i, who + i + ".virnuc", who, START.plusSeconds(1_000 + i), RunStatus.DONE);
                }
            });
            writer.start();
            writers.add(writer);
        }
        for (Thread writer : writers) {
            while (writer.isAlive()) {
                assertThat(get(".").statusCode()).isEqualTo(200);
            }
        }
        browser.await("new Set([...document.querySelectorAll('#runs tbody tr')].map(one => one.id)).size === 63");
        assertThat(browser.complaints()).isEmpty();
    }
}
