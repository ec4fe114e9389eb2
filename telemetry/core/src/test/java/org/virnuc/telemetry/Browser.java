package org.virnuc.telemetry;

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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page, spoken to by its DevTools protocol over loopback. */
public final class Browser implements AutoCloseable, WebSocket.Listener {
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

    /** Opens a page. {@code profile} is a folder for what the browser keeps. */
    public static Browser open(URI page, Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        page.toString())
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
        Browser opened = new Browser(process, target(browser, page));
        opened.call("Log.enable", Map.of());
        opened.call("Runtime.enable", Map.of());
        while (!opened.value("location.protocol + document.readyState").equals(page.getScheme() + ":complete")) {
            Thread.onSpinWait(); // before it goes to the page, the browser has an empty one
        }
        return opened;
    }

    private static URI target(URI browser, URI page) throws IOException, InterruptedException {
        URI list = URI.create("http://" + browser.getAuthority() + "/json/list");
        while (true) {
            String answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                    .body();
            for (JsonNode target : JSON.readTree(answer)) {
                if (target.path("type").asText().equals("page")
                        && target.path("url").asText().startsWith(page.getScheme() + ":")) {
                    return URI.create(target.path("webSocketDebuggerUrl").asText());
                }
            }
            Thread.onSpinWait();
        }
    }

    /** The text that an expression comes to. */
    public String value(String expression) throws IOException, InterruptedException {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.path("result").path("value").asText();
    }

    /** Shows the page as on this medium, in this colour scheme. */
    public void media(String medium, String scheme) throws IOException, InterruptedException {
        List<Map<String, String>> features = List.of(Map.of("name", "prefers-color-scheme", "value", scheme));
        call("Emulation.setEmulatedMedia", Map.of("media", medium, "features", features));
    }

    /** Whether scripts of pages run, from the next page on. */
    public void scripts(boolean run) throws IOException, InterruptedException {
        call("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
    }

    /** Errors and warnings that the page has caused. */
    public List<String> complaints() throws IOException, InterruptedException {
        value("''");
        return complaints;
    }

    /** Goes to another page and waits until it is there. */
    public void go(URI page) throws IOException, InterruptedException {
        value("window.left = true");
        call("Page.navigate", Map.of("url", page.toString()));
        while (!value("String(window.left) + document.readyState").equals("undefinedcomplete")) {
            Thread.onSpinWait();
        }
    }

    /** Shows the page as wide and high as this, in CSS pixels. */
    public void size(int width, int height) throws IOException, InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Presses a key and lets it go, such as {@code Tab}, {@code Enter} or {@code /}. */
    public void press(String key) throws IOException, InterruptedException {
        String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        int code = key.equals("Tab") ? 9 : key.equals("Enter") ? 13 : 0;
        call(
                "Input.dispatchKeyEvent",
                Map.of("type", "keyDown", "key", key, "text", text, "windowsVirtualKeyCode", code));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    /** Returns once an expression is true. */
    public void await(String expression) throws IOException, InterruptedException {
        while (!value("String(Boolean(" + expression + "))").equals("true")) {
            Thread.sleep(20);
        }
    }

    /** Returns what the page looks like, as PNG. */
    public byte[] picture() throws IOException, InterruptedException {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of()).path("data").asText());
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
