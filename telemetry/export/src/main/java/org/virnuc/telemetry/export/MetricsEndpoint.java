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
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves the metrics of a run to Prometheus at {@code /metrics}, on the loopback address only. Requests are answered on
 * threads of their own: a client that sends or reads slowly delays neither the run nor others, and is cut off after ten
 * seconds.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final String PATH = "/metrics";
    private static final int MOST_CLIENTS = 16;
    private static final long LONGEST_SECONDS = 10;
    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final int OK = 200;

    private final HttpServer server;
    private final ThreadPoolExecutor answering;
    private final ScheduledExecutorService limits = Executors.newSingleThreadScheduledExecutor(MetricsEndpoint::thread);
    private final RunMetrics metrics;

    private MetricsEndpoint(HttpServer server, RunMetrics metrics) {
        this.server = server;
        this.metrics = metrics;
        this.answering = new ThreadPoolExecutor(
                MOST_CLIENTS,
                MOST_CLIENTS,
                LONGEST_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                MetricsEndpoint::thread);
        answering.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "virnuc-metrics-endpoint");
        thread.setDaemon(true);
        return thread;
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
        server.setExecutor(endpoint::inTime);
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
        limits.shutdownNow();
    }

    /** Answers a request, unless sending it and reading the answer take too long; an interrupt closes the connection. */
    private void inTime(Runnable request) {
        answering.execute(() -> {
            Future<?> limit = limits.schedule(Thread.currentThread()::interrupt, LONGEST_SECONDS, TimeUnit.SECONDS);
            try {
                request.run();
            } finally {
                limit.cancel(false);
            }
        });
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
