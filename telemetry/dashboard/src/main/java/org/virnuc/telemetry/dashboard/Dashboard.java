package org.virnuc.telemetry.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.telemetry.history.HistoryException;

/**
 * A web server that shows runs. It only reads: nothing that a page asks for changes a run, a file or the history.
 *
 * <pre>{@code
 * DashboardOptions options = DashboardOptions.builder().history(file).build();
 * try (Dashboard dashboard = Dashboard.start(options)) {
 *   System.out.println(dashboard.address());
 *   ...
 * }
 * }</pre>
 */
public final class Dashboard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService executor;
    private final DashboardOptions options;
    private final RunSource source;
    private final RunSource counted;
    private final Summaries summaries;
    private final LiveFeed feed;
    private final Guard guard;
    private final URI address;

    private Dashboard(HttpServer server, DashboardOptions options) {
        this.server = server;
        this.options = options;
        this.source = new RunSource(options.history(), options.directories());
        int port = server.getAddress().getPort();
        String token = Guard.newToken();
        this.guard = new Guard(token, hosts(options.host(), port));
        String run = options.run();
        String query = run == null ? "" : Address.parse(null).with("run", run).toString();
        this.address = URI.create("http://" + literal(options.host()) + ":" + port + "/" + token + "/" + query);
        this.executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "dashboard");
            thread.setDaemon(true);
            return thread;
        });
        this.counted = new RunSource(options.history(), options.directories());
        this.summaries = new Summaries(source, counted, executor);
        this.feed = new LiveFeed(source, summaries);
    }

    /**
     * Starts a server.
     *
     * @throws IOException if the port is in use, or the address is not one of this machine
     */
    public static Dashboard start(DashboardOptions options) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(options.host(), options.port()), BACKLOG);
        Dashboard dashboard = new Dashboard(server, options);
        server.createContext("/", dashboard::answer);
        server.setExecutor(dashboard.executor);
        server.start();
        dashboard.executor.execute(dashboard::prepare);
        return dashboard;
    }

    /** Returns the address to open in a browser. Anyone who knows it can read the runs. */
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        feed.close();
        server.stop(0);
        executor.shutdownNow();
        source.close();
        counted.close();
    }

    /** Reads what the first page needs, while the browser is being opened. */
    private void prepare() {
        try {
            summaries.choices();
            new RunsPage(source, summaries, Address.parse(null), Instant.now(), options.command()).render();
        } catch (RuntimeException unreadable) {
            LOG.debug("the first page could not be prepared: {}", unreadable.toString());
        }
    }

    private static Set<String> hosts(InetAddress host, int port) {
        Set<String> names = new HashSet<>();
        names.add(literal(host) + ":" + port);
        if (host.isLoopbackAddress()) {
            names.add("localhost:" + port);
        }
        return names;
    }

    private static String literal(InetAddress host) {
        return host instanceof Inet6Address ? "[" + host.getHostAddress() + "]" : host.getHostAddress();
    }

    private void answer(HttpExchange exchange) {
        Reply reply = new Reply(exchange);
        try {
            Guard.Refusal refusal = guard.refusal(exchange);
            if (refusal != null) {
                reply.send(refusal.status(), Reply.PLAIN, refusal.reason() + "\n");
                return;
            }
            route(
                    reply,
                    Objects.requireNonNull(guard.path(exchange)),
                    exchange.getRequestURI().getRawQuery());
        } catch (IOException gone) {
            exchange.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        } catch (HistoryException e) {
            failed(reply, exchange, 503, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn(
                    "the dashboard could not answer {}: {}",
                    exchange.getRequestURI().getPath(),
                    e.toString());
            failed(reply, exchange, 500, "This page could not be made; the log says why.");
        }
    }

    private static void failed(Reply reply, HttpExchange exchange, int status, @Nullable String reason) {
        try {
            reply.send(status, Reply.PLAIN, reason + "\n");
        } catch (IOException gone) {
            exchange.close();
        }
    }

    private void route(Reply reply, String path, @Nullable String query) throws IOException, InterruptedException {
        Address given = Address.parse(query);
        Instant now = Instant.now();
        switch (path) {
            case "" -> page(reply, () -> new RunsPage(source, summaries, given, now, options.command()).render());
            case "compare" -> page(reply, () -> ComparePage.of(source, given).render());
            case "trends" -> page(reply, () -> new TrendsPage(source, summaries, given, now).render());
            case "runs.csv" -> reply.send(200, Reply.CSV, CsvFiles.runs(source, given, now));
            case "days.csv" -> reply.send(200, Reply.CSV, CsvFiles.days(source, given, now));
            case "app.css" -> reply.send(200, "text/css; charset=utf-8", resource("app.css"));
            case "app.js" -> reply.send(200, "text/javascript; charset=utf-8", resource("app.js"));
            case "api/v1/runs" -> reply.send(200, Reply.JSON, Api.runs(source, given, now));
            case "events" -> {
                if (!feed.serve(reply)) {
                    reply.send(503, Reply.PLAIN, "Too many pages are open.\n");
                }
            }
            default -> other(reply, path, now);
        }
    }

    private void page(Reply reply, Supplier<String> page) throws IOException {
        long changes = feed.changes();
        reply.send(200, Reply.HTML, Layout.asOf(changes, page.get()));
    }

    private void other(Reply reply, String path, Instant now) throws IOException {
        String[] parts = path.split("/", -1);
        if (path.startsWith("api/v1/runs/") && parts.length == 4) {
            Optional<String> run = Api.run(source, parts[3], now);
            reply.send(run.isPresent() ? 200 : 404, Reply.JSON, run.orElse(Api.json(Map.of("error", "no such run"))));
        } else if (parts.length == 3 && parts[0].equals("file")) {
            file(reply, parts[1], parts[2]);
        } else if (parts.length == 2 && parts[0].equals("report")) {
            Optional<String> page = source.run(parts[1]).flatMap(ReportPage::render);
            reply.send(page.isPresent() ? 200 : 404, Reply.HTML, page.orElse("No report is known."));
        } else {
            reply.send(404, Reply.PLAIN, "There is no such page.\n");
        }
    }

    private void file(Reply reply, String id, String name) throws IOException {
        Optional<RunView> run = source.run(id);
        Optional<Path> file = run.flatMap(view -> view.file(name));
        if (file.isPresent()) {
            reply.file(file.get());
            return;
        }
        Optional<String> known = run.flatMap(view -> view.fromHistory(name));
        if (known.isPresent()) {
            reply.send(200, name.endsWith(".json") ? Reply.JSON : Reply.PLAIN, known.get());
        } else {
            reply.send(404, Reply.PLAIN, "The run has no such file.\n");
        }
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = Dashboard.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
