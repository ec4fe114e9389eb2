package org.virnuc.telemetry.export;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers Prometheus' scrapes at {@code /metrics}, on the loopback address only, by one thread of its own: a scraper that reads slowly
 * holds up other scrapers, never the run.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final String PATH = "/metrics";
    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final int OK = 200;

    private final HttpServer server;
    private final ExecutorService answering;
    private final RunMetrics metrics;

    private MetricsEndpoint(HttpServer server, RunMetrics metrics) {
        this.server = server;
        this.metrics = metrics;
        this.answering = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "virnuc-metrics-endpoint");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Answers until closed.
     *
     * @param port 0 for any free one
     * @throws IOException where the port is not to be had
     */
    public static MetricsEndpoint open(int port, RunMetrics metrics) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        MetricsEndpoint endpoint = new MetricsEndpoint(server, metrics);
        server.createContext("/", endpoint::answer);
        server.setExecutor(endpoint.answering);
        server.start();
        return endpoint;
    }

    /** Where the metrics are. */
    public URI uri() {
        InetSocketAddress address = server.getAddress();
        return URI.create(String.format(
                Locale.ROOT, "http://%s:%d%s", address.getAddress().getHostAddress(), address.getPort(), PATH));
    }

    @Override
    public void close() {
        server.stop(0);
        answering.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean here = exchange.getRequestURI().getPath().equals(PATH);
            boolean read = exchange.getRequestMethod().equals("GET")
                    || exchange.getRequestMethod().equals("HEAD");
            if (!here || !read) {
                exchange.sendResponseHeaders(here ? WRONG_METHOD : NOT_FOUND, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", PrometheusText.CONTENT_TYPE);
            byte[] body = metrics.render().getBytes(StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
                exchange.sendResponseHeaders(OK, -1);
                return;
            }
            exchange.sendResponseHeaders(OK, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
