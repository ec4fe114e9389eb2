package org.virnuc.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.telemetry.RunStatus;

/** Who may ask the server, and which files it gives. */
class DashboardGuardTest extends ServedRuns {
    DashboardGuardTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "trends", "compare", "api/v1/runs", "app.css", "file/run-1/run.json", "nothing"})
    void everyAnswerIsHardened(String path) throws Exception {
        assertThat(get(path).headers().map())
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsKey("content-security-policy")
                .doesNotContainKey("set-cookie")
                .doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, evil.example, '', 421",
        "GET, 127.0.0.1, '', 421",
        "GET, HERE, Origin: http://evil.example, 403",
        "GET, HERE, Origin: null, 403",
        "GET, HERE, Sec-Fetch-Site: cross-site, 403",
        "GET, localhost:PORT, '', 200",
        "POST, HERE, '', 405",
        "DELETE, HERE, '', 405",
        "HEAD, HERE, '', 200"
    })
    void onlyItsOwnPagesMayAsk(String method, String host, String header, int status) throws Exception {
        URI address = dashboard.address();
        String named = host.replace("HERE", address.getAuthority()).replace("PORT", "" + address.getPort());
        assertThat(raw(method + " " + address.getPath() + " HTTP/1.1\r\nHost: " + named + "\r\n"
                        + (header.isEmpty() ? "" : header + "\r\n")))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/x/", "/index.html", "/api/v1/runs"})
    void nothingWithoutTheToken(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: "
                        + dashboard.address().getAuthority() + "\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void filesOnlyOfRunDirectoriesAndByTheirNames() throws Exception {
        Path directory = Files.createDirectories(folder.resolve("a.virnuc"));
        Files.writeString(directory.resolve("virnuc.log"), "a line <b>");
        Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(directory.resolve("run.json"), directory.resolve("secret.txt"));
        HttpResponse<String> log = get("file/run-1/virnuc.log");
        assertThat(log.body()).isEqualTo("a line <b>");
        assertThat(log.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(log.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("sandbox");
        for (String path : List.of(
                "file/run-1/secret.txt",
                "file/run-1/run.json",
                "file/run-1/..%2fvirnuc.log",
                "file/run-1/%2e%2e/history.db",
                "file/..%2f/virnuc.log",
                "file/other/virnuc.log")) {
            assertThat(raw("GET " + dashboard.address().getPath() + path + " HTTP/1.1\r\nHost: "
                            + dashboard.address().getAuthority() + "\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void filesOfALaterAttemptAreNotThoseOfAnEarlierOne() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("a.virnuc")).resolve("virnuc.log"), "later");
        record("run-3", "a.virnuc", "first again", START.plusSeconds(120), RunStatus.DONE);
        assertThat(get("file/run-3/virnuc.log").statusCode()).isEqualTo(200);
        assertThat(get("file/run-1/virnuc.log").statusCode()).isEqualTo(404);
        assertThat(page("?run=run-1")).contains("A later attempt wrote to the same directory");
    }
}
