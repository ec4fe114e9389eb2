package org.virnuc.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page, spoken to by its DevTools protocol over loopback. */
final class Browser implements AutoCloseable, WebSocket.Listener {
    private static final String LISTENING = "DevTools listening on ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();
    private final List<String> complaints = new ArrayList<>();
    private final WebSocket socket;
    private int sent;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, this)
                .join();
    }

    static Browser open(Path page, Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        page.toUri().toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader lines = process.inputReader();
        String line = lines.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("chromium ended with " + process.waitFor());
        }
        URI browser = URI.create(line.substring(LISTENING.length()));
        Browser opened = new Browser(process, page(browser));
        opened.call("Log.enable", Map.of());
        opened.call("Runtime.enable", Map.of());
        while (!opened.value("location.protocol + document.readyState").equals("file:complete")) {
            Thread.onSpinWait(); // before it goes to the page, the browser has an empty one
        }
        return opened;
    }

    private static URI page(URI browser) throws IOException, InterruptedException {
        URI list = URI.create("http://" + browser.getAuthority() + "/json/list");
        while (true) {
            String answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                    .body();
            for (JsonNode target : JSON.readTree(answer)) {
                if (target.path("type").asText().equals("page")
                        && target.path("url").asText().startsWith("file:")) {
                    return URI.create(target.path("webSocketDebuggerUrl").asText());
                }
            }
            Thread.onSpinWait();
        }
    }

    /** The text that an expression comes to. */
    String value(String expression) throws IOException, InterruptedException {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.path("result").path("value").asText();
    }

    /** Shows the page as on this medium, in this colour scheme. */
    void media(String medium, String scheme) throws IOException, InterruptedException {
        List<Map<String, String>> features = List.of(Map.of("name", "prefers-color-scheme", "value", scheme));
        call("Emulation.setEmulatedMedia", Map.of("media", medium, "features", features));
    }

    /** Errors and warnings that the page has caused. */
    List<String> complaints() throws IOException, InterruptedException {
        value("''");
        return complaints;
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws IOException, InterruptedException {
        int id = ++sent;
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        while (true) {
            JsonNode next = received.take();
            if (next.path("id").asInt() == id) {
                return next.path("result");
            }
            String kind = next.path("method").asText();
            if (kind.equals("Log.entryAdded")
                    || kind.equals("Runtime.consoleAPICalled")
                    || kind.equals("Runtime.exceptionThrown")) {
                complaints.add(next.toString());
            }
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            try {
                received.add(JSON.readTree(message.toString()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            message.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }
}
