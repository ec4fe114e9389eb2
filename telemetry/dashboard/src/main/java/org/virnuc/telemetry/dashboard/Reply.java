package org.virnuc.telemetry.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Answers a request, always with the headers that keep a page from doing more than it should. */
final class Reply {
    static final String HTML = "text/html; charset=utf-8";
    static final String JSON = "application/json; charset=utf-8";
    static final String CSV = "text/csv; charset=utf-8";
    static final String PLAIN = "text/plain; charset=utf-8";

    /** Own scripts, styles and requests only; no frames. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    /** A report of a run has scripts of its own. They run in an origin of their own and can reach nothing here. */
    private static final String SANDBOX =
            "sandbox allow-scripts allow-popups; default-src 'none'; script-src 'unsafe-inline';"
                    + " style-src 'unsafe-inline'; img-src data:; base-uri 'none'";

    private final HttpExchange exchange;

    Reply(HttpExchange exchange) {
        this.exchange = exchange;
    }

    void send(int status, String type, String body) throws IOException {
        send(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    void send(int status, String type, byte[] body) throws IOException {
        headers(type, POLICY);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
        exchange.close();
    }

    /** Sends a file of a run directory. Markup in it cannot act on the dashboard. */
    void file(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        headers(name.endsWith(".html") ? HTML : name.endsWith(".json") ? JSON : PLAIN, SANDBOX);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, head ? -1 : 0);
        if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
                Files.copy(path, out);
            }
        }
        exchange.close();
    }

    /** Begins an endless answer, for events. */
    OutputStream stream() throws IOException {
        headers("text/event-stream", POLICY);
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private void headers(String type, String policy) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Content-Security-Policy", policy);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }
}
