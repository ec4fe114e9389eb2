package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;
import org.virnuc.telemetry.Browser;

/** {@code virnuc dashboard} with runs of the packaged program. */
class DashboardIT {
    private static final String FASTA =
            ">a\n" + "ATGGCTTGGCATGACGAAACCCGTTTTCAGATGGCTCTGGGTAAAATTCGTGACTGGCATGAA".repeat(8) + "\n";

    private final Path folder;
    private final Path history;
    private int programs;

    DashboardIT(@TempDir Path folder) {
        this.folder = folder;
        this.history = folder.resolve("history.db");
    }

    private Program start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--history")) {
            all.addAll(List.of("--history", history.toString()));
        }
        return Program.start(Files.createDirectory(folder.resolve("program" + ++programs)), all.toArray(String[]::new));
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        try (Program program = start(arguments)) {
            program.input().close();
            return program.end();
        }
    }

    private Ended predict(String name) throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolve(name + ".fa"), FASTA);
        return run("predict", input.toString(), "-o", folder.resolve(name).toString());
    }

    private static String get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    @Timeout(120)
    void servesUntilItIsInterruptedWhichIsNoFailure() throws Exception {
        assertThat(predict("first").code()).isZero();
        try (Program dashboard =
                start("dashboard", "--run", folder.resolve("first").toString())) {
            URI address = URI.create(dashboard.awaitOutput("http://127.0.0.1:"));
            assertThat(get(address)).contains("<h2 id=\"run-title\">first</h2>", "consensus", "1 records = ");
            assertThat(get(address.resolve("."))).contains("virnuc");
            assertThat(predict("second").code()).isZero();
            assertThat(get(address.resolve("api/v1/runs"))).contains("second");
            dashboard.interrupt();
            Ended ended = dashboard.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
            assertThat(ended.out()).hasSize(1);
        }
    }

    @Test
    void writesAPageThatNeedsNoServer() throws Exception {
        assertThat(predict("first").code()).isZero();
        Path page = folder.resolve("runs.html");
        Path data = folder.resolve("runs.json");
        Ended ended =
                run("dashboard", "--export", page.toString(), "--export-json", data.toString(), "--status", "done");
        assertThat(ended.code()).as("%s", ended.err()).isZero();
        assertThat(page).content().contains("first", "consensus").doesNotContain("<script");
        assertThat(data).content().contains("\"status\":\"done\"");
        Path named = Files.createSymbolicLink(folder.resolve("h.html"), history);
        assertThat(run("dashboard", "--export", named.toString()).err())
                .singleElement()
                .asString()
                .contains("is both the history of runs and the file of --export");
    }

    @Test
    void wrongUseIsOneLine() throws Exception {
        assertThat(run("dashboard", "--port", "70000").err())
                .containsExactly("virnuc: --port 70000 is not a port; give 1 to 65535, or 0 for any");
        assertThat(run("dashboard", folder.resolve("none").toString()).code()).isEqualTo(2);
        assertThat(run("dashboard", "--since", "7d").code()).isEqualTo(2);
        assertThat(run("dashboard", "--history", "off").err())
                .containsExactly(
                        "virnuc: there is nothing to show: no history is kept, and no run directory was named");
        Path input = Files.writeString(folder.resolve("contigs.fa"), ">a\nACGT\n");
        assertThat(run("dashboard", "--export", input.toString()).err())
                .containsExactly("virnuc: --export " + input + ": give a name that ends in .html");
        assertThat(input).hasContent(">a\nACGT");
    }

    @Test
    @Tag("browser")
    @Timeout(180)
    void aLiveRunIsFollowedInTheBrowser() throws Exception {
        assertThat(predict("first").code()).isZero();
        try (Program dashboard = start("dashboard");
                Browser browser = Browser.open(
                        URI.create(dashboard.awaitOutput("http://127.0.0.1:")), folder.resolve("profile"))) {
            String title = "document.getElementById('run-title')?.textContent";
            browser.await(title + " === 'first'");
            browser.value("document.querySelector('input[type=search]').value = 'typed'");
            browser.value("document.getElementById('environment').open = true");
            try (Program running =
                    start("predict", "-", "-o", folder.resolve("second").toString())) {
                browser.await(
                        title + " === 'second' && document.querySelector('#run .status')?.textContent === 'running'");
                try (OutputStream input = running.input()) {
                    input.write(FASTA.getBytes(StandardCharsets.US_ASCII));
                }
                assertThat(running.end().code()).isZero();
            }
            browser.await("document.querySelector('#run .status')?.textContent === 'done'");
            assertThat(browser.value("document.querySelector('input[type=search]').value"))
                    .isEqualTo("typed");
            assertThat(browser.value("String(document.getElementById('environment').open)"))
                    .isEqualTo("true");

            browser.value("document.querySelectorAll('#runs td.name a')[1].click()");
            browser.await(title + " === 'first' && location.search.includes('run=')");
            assertThat(predict("third").code()).isZero();
            browser.await("document.getElementById('newer')?.textContent === '2 newer runs'");
            assertThat(browser.value(title)).isEqualTo("first");
            browser.value("location.reload()");
            browser.await(title + " === 'first'");

            Program killed =
                    start("predict", "-", "-o", folder.resolve("killed").toString());
            browser.await("document.querySelector('#runs tbody .status')?.textContent === 'running'");
            killed.kill();
            killed.close();
            browser.await("document.querySelector('#runs tbody .status')?.textContent === 'crashed'");

            browser.size(390, 800);
            assertThat(browser.value("String(document.documentElement.scrollWidth)"))
                    .isEqualTo("390");
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
