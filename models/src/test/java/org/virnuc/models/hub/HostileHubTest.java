package org.virnuc.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.ModelException;

/** A server that does what it likes: a pull ends, says what is wrong, and writes nothing outside of its files. */
class HostileHubTest {
    private static final HubId ID = new HubId("someone", "Some-Model");
    private static final String COMMIT = "a".repeat(40);
    private static final String HASH = "b".repeat(64);
    private static final Limits TIGHT = new Limits(
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            1 << 20,
            1 << 20);

    private final Path cache;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> notes = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private Disk disk = Disk.LOCAL;

    /** What the server does with a request. */
    @FunctionalInterface
    private interface Answering {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    HostileHubTest(@TempDir Path folder) throws IOException {
        cache = folder.resolve("hub");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(String path, Answering answering) {
        server.createContext(path, exchange -> {
            try (exchange) {
                answering.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void answer(String path, byte[] content) {
        answer(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        });
    }

    private void list(Object... files) throws IOException {
        answer(
                "/api/models/" + ID + "/revision/main",
                ("{\"sha\":\"" + COMMIT + "\"}").getBytes(StandardCharsets.UTF_8));
        answer("/api/models/" + ID + "/tree/" + COMMIT, new JsonMapper().writeValueAsBytes(files));
    }

    private static Map<String, Object> file(String path, Object size) {
        Map<String, Object> lfs = new HashMap<>(Map.of("oid", HASH));
        lfs.put("size", size);
        return Map.of("type", "file", "path", path, "lfs", lfs);
    }

    private HubPull puller() {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        HubEnvironment environment = new HubEnvironment(endpoint, cache, Optional.empty(), false);
        PullListener listener = new PullListener() {
            @Override
            public void progress(String file, long done, long total) {}

            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
        return new HubPull(environment, listener, TIGHT, pauses::add, disk);
    }

    private void pull() throws InterruptedException {
        puller().model(ID, "main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before the head", "after the head"})
    void aListingThatStallsIsGivenUp(String when) {
        answer("/api/", exchange -> {
            if (when.startsWith("after")) {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            closed.await();
        });
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("cannot get someone/Some-Model at http://127.0.0.1:")
                .hasMessageContaining(when.startsWith("after") ? "nothing came for 0 s" : "no answer in time")
                .hasMessageEndingWith("; check the connection, the same command goes on where this one stopped");
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L);
    }

    @Test
    void aListingThatDripsIsGivenUp() {
        answer("/api/", exchange -> drip(exchange, 1));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(" bytes came in 0 s; check the connection");
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L);
    }

    /** Its pieces are far less than 64 KiB, so that it never gets on. */
    @Test
    void aFileThatDripsIsGivenUp() throws Exception {
        list(file("config.json", 1_000_000), file("model.safetensors", 1_000_000));
        answer("/" + ID + "/resolve/", exchange -> drip(exchange, 100));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("cannot get config.json: only ")
                .hasMessageContaining(" bytes came in 0 s; check the connection");
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L);
    }

    private void drip(HttpExchange exchange, int bytes) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 1_000_000);
        OutputStream out = exchange.getResponseBody();
        while (!closed.await(10, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            out.write(" ".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    @Test
    void aListingWithoutEndIsNone() {
        answer("/api/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 40; i++) {
                exchange.getResponseBody().write(blanks);
            }
        });
        Limits patient = Limits.DEFAULT;
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        HubEnvironment environment = new HubEnvironment(endpoint, cache, Optional.empty(), false);
        assertThatThrownBy(
                        () -> new HubPull(environment, PullListener.NONE, patient, pauses::add, disk).model(ID, "main"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "is not a listing of a Hugging Face hub: it is longer than 16777216 bytes; check that HF_ENDPOINT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"sha\":\"' | it is not JSON",
                "'[[[[[[' | it is not JSON",
                "'' | it is not JSON (it holds nothing)",
                "'\0\0\u00fe\u00ffabcdefgh' | it is not JSON (it is not UTF-8)",
                "'{\"sha\":\"../../x\"}' | it names no commit",
                "'\u001b[31m' | it is not JSON (Illegal character ((CTRL-CHAR, code 27))",
            })
    void whateverTheListingHoldsTheErrorSaysWhatItIs(String content, String why) {
        answer("/api/", content.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is not a listing of a Hugging Face hub: " + why)
                .message()
                .doesNotContain("\u001b", "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../evil",
                "/tmp/evil",
                "..\\evil",
                ".hidden",
                "a/../../x",
                "a\0b",
                "w\u001b]0;PWNED\u0007.bin",
                "a b",
                "\u202etxt",
            })
    void aFileWithAnotherNameThanAFileMayHaveIsNotThere(String name) throws Exception {
        String weights = "{\"weight_map\":{\"a\":" + new JsonMapper().writeValueAsString(name) + "}}";
        Path sample = Files.writeString(Files.createTempFile("index", ".json"), weights);
        String hash = Checksum.of(Checksum.Kind.SHA256, sample);
        Files.delete(sample);
        Map<String, Object> index = Map.of(
                "type",
                "file",
                "path",
                "model.safetensors.index.json",
                "lfs",
                Map.of("oid", hash, "size", weights.getBytes(StandardCharsets.UTF_8).length));
        list(file("config.json", 2), index, file(name, 3));
        answer("/" + ID + "/resolve/", weights.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .message()
                .containsAnyOf(
                        "expected a file in the folder of the index", "which its model.safetensors.index.json names")
                .doesNotContain("\u001b", "\u0007", "\0", "\u202e");
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("virnuc.lock", hash);
        }
    }

    @Test
    void anEmptyFileOfAModelIsRefusedBeforeAnythingIsFetched() throws Exception {
        list(file("config.json", 2), file("model.safetensors", 0));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "someone/Some-Model has model.safetensors of 0 bytes; expected the file of a model, tell its owner");
        list2("model.safetensors.index.json");
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("someone/Some-Model has model.safetensors.index.json of 0 bytes");
    }

    private void list2(String weights) throws IOException {
        server.removeContext("/api/models/" + ID + "/revision/main");
        server.removeContext("/api/models/" + ID + "/tree/" + COMMIT);
        list(file("config.json", 2), file(weights, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "1.5", "\"7\"", "null", "36893488147419103232"})
    void aSizeThatIsNoneIsNoListing(String size) throws Exception {
        list(file("config.json", 2), file("model.safetensors", new JsonMapper().readTree(size)));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is not a listing of a Hugging Face hub: it has " + size
                        + " for the size of model.safetensors");
    }

    @Test
    void sizesAddUpWithoutOverflow() throws Exception {
        list(file("config.json", 1L << 62), file("model.safetensors", 1L << 62));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("someone/Some-Model needs " + (Long.MAX_VALUE >> 20) + " MiB, but only ")
                .hasMessageEndingWith("; free some space, or set HF_HOME to a folder on a larger disk");
    }

    @Test
    void aFileWithoutAnyEndIsBrokenOff() {
        answer("/model.pth", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(new byte[1 << 20]);
            }
        });
        Path target = cache.resolve("model.pth");
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/model.pth");
        assertThatThrownBy(() -> puller().file(address, target, Optional.empty()))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "model.pth from " + address
                                + " has more than the 1048576 bytes it may have when its size is unknown; nothing was kept, try again");
        assertThat(cache.resolve("model.pth.virnuc.incomplete")).doesNotExist();
    }

    @Test
    void aFileThatDoesNotFitIsNotBegun() {
        answer("/model.pth", new byte[3 << 20]);
        disk = new TinyDisk(Path.of("unused"), 2 << 20);
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/model.pth");
        assertThatThrownBy(() -> puller().file(address, cache.resolve("model.pth"), Optional.empty()))
                .isInstanceOf(ModelException.class)
                .hasMessage("model.pth needs 3 MiB, but only 2 MiB are free at " + cache
                        + "; free some space, the same command goes on where this one stopped");
    }

    /** The one disk of Linux that is always full. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsNoFaultOfTheConnection() throws Exception {
        list(file("config.json", 2), file("model.safetensors", 1000));
        answer("/" + ID + "/resolve/", new byte[2]);
        disk = new TinyDisk(Path.of("/dev/full"), Long.MAX_VALUE);
        assertThatThrownBy(this::pull)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot write " + cache)
                .hasMessageEndingWith("virnuc.incomplete: No space left on device")
                .hasCauseInstanceOf(IOException.class);
        assertThat(pauses).as("not tried again").isEmpty();
    }

    @Test
    void anAddressOfNoFileNameIsRefused() {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/a%1bb.pth");
        assertThatThrownBy(() -> puller().file(address, cache.resolve("a\u001bb.pth"), Optional.empty()))
                .isInstanceOf(ModelException.class)
                .hasMessage("http://127.0.0.1:" + server.getAddress().getPort()
                        + "/a\\u001bb.pth ends in \"a\\u001bb.pth\", which cannot be a file name; expected only letters,"
                        + " digits and . _ -");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "/x", "a b", "x\u001b", ""})
    void aRevisionThatCannotBeAPathIsRefused(String revision) {
        assertThatThrownBy(() -> puller().model(ID, revision))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith(
                        "\" is not a revision of someone/Some-Model; expected a branch, a tag or a commit,"
                                + " of letters, digits and . _ - /");
    }

    /** A disk whose files are all one, and that has so much room. */
    private record TinyDisk(Path file, long room) implements Disk {
        @Override
        public FileChannel append(Path asked) throws IOException {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        }

        @Override
        public long free(Path folder) {
            return room;
        }
    }
}
