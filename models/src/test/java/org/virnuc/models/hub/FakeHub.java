package org.virnuc.models.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A hub on the loopback interface, as the real one answers: large files are redirected to a second server, which stands for
 * the one that holds content. Faults are queued, one for each request of content.
 */
final class FakeHub implements AutoCloseable {
    static final HubId ID = new HubId("someone", "Some-Model");
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    final Map<String, byte[]> files = new LinkedHashMap<>();
    /** Files that lie in git itself; the others are large ones. */
    final List<String> small = new ArrayList<>(List.of("config.json", "vocab.txt", "model.safetensors.index.json"));
    /** What the listing says of a file's hash in place of the truth. */
    final Map<String, String> wrongHashes = new LinkedHashMap<>();
    /** Faults of the requests to come. */
    final Deque<Fault> faults = new ArrayDeque<>();
    /** Statuses to answer the API requests to come with. */
    final Deque<Integer> apiStatuses = new ArrayDeque<>();
    /** Requests as "hub GET /path range=.. token=..", "cdn ..". */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /** Counted down by every request of content. */
    final CountDownLatch asked = new CountDownLatch(1);
    /** What content waits for before it is sent. */
    CountDownLatch mayAnswer = new CountDownLatch(0);

    boolean listsLargeHashes = true;

    @Nullable String retryAfter;

    private final HttpServer hub;
    private final HttpServer content;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> served = new ConcurrentHashMap<>();

    /** What goes wrong with an answer. */
    enum Fault {
        NONE,
        /** The connection breaks after half of the bytes. */
        BREAKS,
        /** The length announced is half of the true one, and only that number of bytes come. */
        SAYS_LESS,
        /** The length announced is greater than the truth. */
        SAYS_MORE,
        /** The file has more bytes than the listing says. */
        HAS_MORE,
        /** The whole file whatever was asked for. */
        IGNORES_RANGE,
        /** Other bytes of the right length. */
        OTHER_BYTES,
        /** Another part than asked for. */
        OTHER_RANGE,
        /** Half of the bytes, then nothing. */
        FALLS_SILENT,
        BUSY,
        TOO_MANY,
        FORBIDDEN,
        MISSING,
        UNSATISFIABLE
    }

    FakeHub() throws IOException {
        hub = server("hub");
        content = server("cdn");
        hub.createContext("/", this::answerHub);
        content.createContext("/", this::answerContent);
        hub.start();
        content.start();
    }

    private HttpServer server(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        served.put(name, 0);
        return server;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    URI contentAddress(String file) {
        return URI.create("http://127.0.0.1:" + content.getAddress().getPort() + "/" + file + "?signature=secret");
    }

    HubEnvironment environment(Path cache) {
        return new HubEnvironment(endpoint(), cache, Optional.of(new HubEnvironment.Token("hf_secret")), false);
    }

    /** The hash that names a file in the cache. */
    String hash(String file) {
        byte[] bytes = content(file);
        return small.contains(file) ? git(bytes) : hex("SHA-256", bytes);
    }

    List<String> requestsOf(String server) {
        return requests.stream().filter(r -> r.startsWith(server)).toList();
    }

    @Override
    public void close() {
        hub.stop(0);
        content.stop(0);
        threads.shutdownNow();
    }

    private void answerHub(HttpExchange exchange) throws IOException {
        String path = note("hub", exchange);
        try (exchange) {
            if (path.startsWith("/api/")) {
                answerApi(exchange, path);
                return;
            }
            String file = path.substring(path.lastIndexOf('/') + 1);
            if (!path.startsWith("/" + ID + "/resolve/" + COMMIT + "/") || !files.containsKey(file)) {
                exchange.sendResponseHeaders(404, -1);
            } else if (small.contains(file)) {
                send(exchange, file);
            } else {
                exchange.getResponseHeaders().add("X-Repo-Commit", COMMIT);
                exchange.getResponseHeaders().add("X-Linked-Etag", "\"" + hash(file) + "\"");
                exchange.getResponseHeaders().add("X-Linked-Size", String.valueOf(content(file).length));
                exchange.getResponseHeaders()
                        .add("Location", contentAddress(file).toString());
                exchange.sendResponseHeaders(302, -1);
            }
        }
    }

    private void answerApi(HttpExchange exchange, String path) throws IOException {
        Integer status = apiStatuses.poll();
        if (status != null) {
            fail(exchange, status);
        } else if (path.equals("/api/models/" + ID + "/revision/main")) {
            json(exchange, Map.of("id", ID.toString(), "sha", COMMIT));
        } else if (path.equals("/api/models/" + ID + "/tree/" + COMMIT)) {
            json(exchange, files.keySet().stream().map(this::entry).toList());
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private Map<String, Object> entry(String file) {
        byte[] bytes = content(file);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", "file");
        entry.put("path", file);
        entry.put("size", bytes.length);
        entry.put("oid", small.contains(file) ? wrongHashes.getOrDefault(file, git(bytes)) : git(new byte[] {1}));
        if (!small.contains(file) && listsLargeHashes) {
            entry.put("lfs", Map.of("oid", wrongHashes.getOrDefault(file, hash(file)), "size", bytes.length));
        }
        return entry;
    }

    private void answerContent(HttpExchange exchange) throws IOException {
        String path = note("cdn", exchange);
        asked.countDown();
        try (exchange) {
            mayAnswer.await();
            send(exchange, path.substring(1));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private String note(String server, HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        String validator = exchange.getRequestHeaders().getFirst("If-Range");
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(server + " " + exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range)
                + (validator == null ? "" : " if " + validator) + (token == null ? "" : " " + token));
        return path;
    }

    private void send(HttpExchange exchange, String file) throws IOException {
        byte[] all = content(file);
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.poll();
        String tag = "\"" + hash(file) + "\"";
        exchange.getResponseHeaders().add("ETag", tag);
        String range = exchange.getRequestHeaders().getFirst("Range");
        String validator = exchange.getRequestHeaders().getFirst("If-Range");
        int from = 0;
        if (range != null && fault != Fault.IGNORES_RANGE && (validator == null || validator.equals(tag))) {
            from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
            int told = fault == Fault.OTHER_RANGE ? from + 1 : from;
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + told + "-" + (all.length - 1) + "/" + all.length);
        }
        byte[] bytes = Arrays.copyOfRange(all, from, all.length);
        int status = from > 0 ? 206 : 200;
        switch (fault) {
            case BUSY -> fail(exchange, 503);
            case TOO_MANY -> fail(exchange, 429);
            case FORBIDDEN -> fail(exchange, 401);
            case MISSING -> fail(exchange, 404);
            case UNSATISFIABLE -> fail(exchange, 416);
            case BREAKS -> body(exchange, status, bytes.length, bytes, bytes.length / 2);
            case SAYS_LESS -> body(exchange, status, bytes.length / 2, bytes, bytes.length / 2);
            case SAYS_MORE -> body(exchange, status, bytes.length + 100L, bytes, bytes.length);
            case HAS_MORE ->
                body(exchange, status, bytes.length + 1L, Arrays.copyOf(bytes, bytes.length + 1), bytes.length + 1);
            case OTHER_BYTES -> {
                byte[] others = new byte[bytes.length];
                body(exchange, status, others.length, others, others.length);
            }
            case FALLS_SILENT -> silent(exchange, bytes);
            default -> body(exchange, status, bytes.length, bytes, bytes.length);
        }
    }

    private void fail(HttpExchange exchange, int status) throws IOException {
        if (retryAfter != null) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(status, -1);
    }

    private static void body(HttpExchange exchange, int status, long announced, byte[] bytes, int sent)
            throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : announced);
        if (head) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        out.write(bytes, 0, sent);
        out.flush();
    }

    /** Sends half, and then waits until the client goes away. */
    private static void silent(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length);
        OutputStream out = exchange.getResponseBody();
        out.write(bytes, 0, bytes.length / 2);
        out.flush();
        try {
            Thread.sleep(60_000); // ended by the executor's shutdown: this is the server, which does nothing
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void json(HttpExchange exchange, Object content) throws IOException {
        byte[] bytes = new JsonMapper().writeValueAsBytes(content);
        body(exchange, 200, bytes.length, bytes, bytes.length);
    }

    private byte[] content(String file) {
        byte[] bytes = files.get(file);
        if (bytes == null) {
            throw new IllegalArgumentException("the hub has no " + file);
        }
        return bytes;
    }

    private static String git(byte[] bytes) {
        byte[] header = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(header, header.length + bytes.length);
        System.arraycopy(bytes, 0, all, header.length, bytes.length);
        return hex("SHA-1", all);
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the files of a folder on the hub. */
    void offer(Path folder, String... names) throws IOException {
        for (String name : names) {
            files.put(name, Files.readAllBytes(folder.resolve(name)));
        }
    }
}
