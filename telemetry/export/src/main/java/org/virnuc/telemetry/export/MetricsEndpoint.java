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
 * Serves the metrics of a run to Prometheus at {@code /metrics}, on the loopback address only. Requests are answered on
 * a thread of its own, one at a time: a client that reads slowly delays other clients, but never the run.
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
     * Opens the endpoint, which serves requests until it is closed.
     *
     * @param port port to listen on; 0 for any free port
     * @throws IOException if the port is not available
     */
    public static MetricsEndpoint open(int port, RunMetrics metrics) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        MetricsEndpoint endpoint = new MetricsEndpoint(server, metrics);
        server.createContext("/", endpoint::answer);
        server.setExecutor(endpoint.answering);
        server.start();
        return endpoint;
    }

    /** Returns the address of the metrics. */
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
