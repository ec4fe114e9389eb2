package org.virnuc.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.virnuc.models.ModelException;
import org.virnuc.models.hub.FakeHub.Fault;

/** Models fetched from a server that answers as the hub does, and from one that does not. */
class HubPullTest {
    private static final int SIZE = 300_000;

    private final Path cache;
    private final FakeHub hub = new FakeHub();
    private final byte[] weights = new byte[SIZE];
    private final List<Long> pauses = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    HubPullTest(@TempDir Path folder) throws IOException {
        this.cache = folder.resolve("hub");
        new Random(7).nextBytes(weights);
        hub.files.put("config.json", "{\"model_type\": \"esm\"}".getBytes(StandardCharsets.UTF_8));
        hub.files.put("vocab.txt", "<cls>\n<pad>\n".getBytes(StandardCharsets.UTF_8));
        hub.files.put("README.md", "not needed".getBytes(StandardCharsets.UTF_8));
        hub.files.put("model.safetensors", weights);
        hub.files.put("pytorch_model.bin", new byte[] {1, 2, 3});
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void whatIsNeededLandsInTheHubsOwnLayout() throws Exception {
        HubCache.Snapshot snapshot = pull();
        Path repository = cache.resolve("models--someone--Some-Model");
        assertThat(snapshot.revision()).isEqualTo(FakeHub.COMMIT);
        assertThat(snapshot.folder()).isEqualTo(repository.resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(names(snapshot.folder())).containsExactly("config.json", "model.safetensors", "vocab.txt");
        assertThat(snapshot.folder().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(Files.readSymbolicLink(snapshot.folder().resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs/" + hub.hash("model.safetensors")));
        assertThat(repository.resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(names(repository.resolve("blobs")))
                .containsExactlyInAnyOrder(
                        hub.hash("config.json"), hub.hash("model.safetensors"), hub.hash("vocab.txt"));
        assertThat(new HubCache(cache).find(FakeHub.ID, Optional.empty())).contains(snapshot);
        assertThat(new HubCache(cache).snapshots()).containsExactly(snapshot);
    }

    @Test
    void theTokenGoesToTheHubAndToNobodyElse() throws Exception {
        pull();
        assertThat(hub.requestsOf("hub")).isNotEmpty().allMatch(r -> r.endsWith("Bearer hf_secret"));
        assertThat(hub.requestsOf("cdn")).hasSize(1).noneMatch(r -> r.contains("hf_secret"));
        assertThat(hub.environment(cache).toString()).doesNotContain("hf_secret");
    }

    @Test
    void aSecondPullFetchesNoContent() throws Exception {
        pull();
        hub.requests.clear();
        assertThat(pull().revision()).isEqualTo(FakeHub.COMMIT);
        assertThat(hub.requests).hasSize(2).allMatch(r -> r.contains("/api/models/"));
    }

    @Test
    void shardsAreFoundThroughTheirIndex() throws Exception {
        hub.files.remove("model.safetensors");
        hub.files.remove("pytorch_model.bin");
        hub.files.put("model-1.safetensors", new byte[] {1});
        hub.files.put("model-2.safetensors", new byte[] {2});
        hub.files.put("model-3.safetensors", new byte[] {3});
        hub.files.put(
                "model.safetensors.index.json",
                "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(names(pull().folder()))
                .containsExactly(
                        "config.json",
                        "model-1.safetensors",
                        "model-2.safetensors",
                        "model.safetensors.index.json",
                        "vocab.txt");
    }

    @Test
    void aListingWithoutHashesOfLargeFilesIsCompletedByTheirAddresses() throws Exception {
        hub.listsLargeHashes = false;
        Path file = pull().folder().resolve("model.safetensors");
        assertThat(file).hasBinaryContent(weights);
        assertThat(file.toRealPath()).hasFileName(hub.hash("model.safetensors"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BREAKS", "SAYS_LESS", "SAYS_MORE"})
    void aBrokenDownloadGoesOnWhereItBroke(Fault fault) throws Exception {
        withoutSmallFiles(fault);
        assertThat(pull().folder().resolve("model.safetensors")).hasBinaryContent(weights);
        if (fault == Fault.SAYS_MORE) {
            assertThat(hub.requestsOf("cdn")).hasSizeBetween(1, 2); // all bytes came, if the client gave them out
        } else {
            assertThat(hub.requestsOf("cdn")).hasSize(2).startsWith("cdn GET /model.safetensors");
            // A connection that is torn down may take bytes along that were sent and not read yet.
            Matcher rest = Pattern.compile("cdn GET /model\\.safetensors bytes=([0-9]+)- if \"(.*)\"")
                    .matcher(hub.requestsOf("cdn").get(1));
            assertThat(rest.matches()).isTrue();
            assertThat(Integer.parseInt(rest.group(1))).isBetween(1, SIZE / 2);
            assertThat(rest.group(2)).isEqualTo(hub.hash("model.safetensors"));
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void anotherProcessGoesOnWithWhatOneLeft() throws Exception {
        Path blobs = Files.createDirectories(cache.resolve("models--someone--Some-Model/blobs"));
        Path partial = blobs.resolve(hub.hash("model.safetensors") + ".virnuc.incomplete");
        Files.write(partial, java.util.Arrays.copyOf(weights, 1000));
        assertThat(pull().folder().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(hub.requestsOf("cdn")).containsExactly("cdn GET /model.safetensors bytes=1000-");
        assertThat(notes).contains("model.safetensors: going on at byte 1000");
    }

    @Test
    void aPartialFileIsNeverTrusted() throws Exception {
        Path blobs = Files.createDirectories(cache.resolve("models--someone--Some-Model/blobs"));
        Path partial = blobs.resolve(hub.hash("model.safetensors") + ".virnuc.incomplete");
        Files.write(partial, new byte[SIZE]);
        assertThat(pull().folder().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(notes).anyMatch(n -> n.contains("what an earlier download left behind is not of this file"));
        assertThat(leftovers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"IGNORES_RANGE", "OTHER_RANGE", "UNSATISFIABLE"})
    void whateverAServerMakesOfARangeTheFileIsRight(Fault fault) throws Exception {
        withoutSmallFiles(Fault.BREAKS, fault);
        assertThat(pull().folder().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aServerThatFallsSilentIsGivenUpAndAskedAgain() throws Exception {
        withoutSmallFiles(Fault.FALLS_SILENT);
        HubPull impatient = puller(Duration.ofMillis(300));
        assertThat(impatient.model(FakeHub.ID, "main").folder().resolve("model.safetensors"))
                .hasBinaryContent(weights);
        assertThat(notes).anyMatch(n -> n.contains("nothing came for 0 s; trying again in 1 s"));
    }

    @Test
    void contentOfAnotherHashIsRefusedAndNothingKept() {
        withoutSmallFiles(Fault.OTHER_BYTES);
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("model.safetensors from " + hub.endpoint() + "/someone/Some-Model/resolve/")
                .hasMessageContaining("is damaged or not the file meant: its SHA-256 is ")
                .hasMessageEndingWith(", expected " + hub.hash("model.safetensors") + "; nothing was kept, try again");
        assertThat(leftovers()).isEmpty();
        assertThat(new HubCache(cache).snapshots()).isEmpty();
    }

    @Test
    void aSmallFileOfAnotherHashIsRefusedToo() {
        hub.wrongHashes.put("config.json", "ab".repeat(20));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("config.json from ")
                .hasMessageContaining("its git SHA-1 is " + hub.hash("config.json") + ", expected " + "ab".repeat(20));
    }

    @Test
    void moreBytesThanPromisedAreRefused() {
        withoutSmallFiles(Fault.HAS_MORE);
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("has more than the " + SIZE + " bytes it should have; nothing was kept");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aServerThatNeverGetsOnIsGivenUp() {
        withoutSmallFiles(Fault.BUSY, Fault.BUSY, Fault.TOO_MANY, Fault.BUSY, Fault.BUSY);
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("cannot get model.safetensors: 127.0.0.1:")
                .hasMessageContaining("answers HTTP 503 for /model.safetensors; check the connection")
                .hasMessageNotContaining("secret");
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BUSY", "TOO_MANY"})
    void aBusyServerIsGivenTheTimeItAsksFor(Fault fault) throws Exception {
        hub.retryAfter = "17";
        withoutSmallFiles(fault);
        assertThat(pull().folder().resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(pauses).containsExactly(17L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | or the token may not read it: check the name, and accept the model's terms on its page",
                "403 | or the token may not read it: check the name, and accept the model's terms on its page",
                "404 | check the name and the revision",
                "418 | check the address"
            })
    void aRefusalIsFinal(int status, String mend) {
        hub.apiStatuses.add(status);
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("answers HTTP " + status + " for /api/models/someone/Some-Model/revision/main")
                .hasMessageEndingWith(mend);
        assertThat(pauses).isEmpty();
        assertThat(hub.requests).hasSize(1);
    }

    @Test
    void aMissingTokenIsSuggestedWhereThereIsNone() {
        hub.apiStatuses.add(401);
        HubEnvironment anonymous = new HubEnvironment(hub.endpoint(), cache, Optional.empty(), false);
        assertThatThrownBy(() -> new HubPull(
                                anonymous, listener(), within(Duration.ofSeconds(10)), pauses::add, Disk.LOCAL)
                        .model(FakeHub.ID, "main"))
                .hasMessageEndingWith("set HF_TOKEN to a token that may read it");
        assertThat(hub.requests).noneMatch(r -> r.contains("Bearer"));
    }

    @Test
    void modelsThatCannotBeReadAreNotFetched() {
        hub.files.remove("model.safetensors");
        hub.files.remove("pytorch_model.bin");
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(
                        "someone/Some-Model has no weights that VirNuc can read; expected one of model.");
        hub.files.remove("config.json");
        assertThatThrownBy(this::pull).hasMessageContaining("someone/Some-Model has no config.json");
        assertThat(hub.requests).allMatch(r -> r.contains("/api/"));
    }

    @Test
    void twoAtOnceFetchOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<HubCache.Snapshot>> both = List.of(threads.submit(this::pull), threads.submit(this::pull));
            for (Future<HubCache.Snapshot> one : both) {
                assertThat(one.get().folder().resolve("model.safetensors")).hasBinaryContent(weights);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(hub.requestsOf("cdn")).hasSize(1);
    }

    @Test
    void aFileOfAnyServerResumesOnlyWhileItIsTheSame() throws Exception {
        Path target = cache.resolve("500_model.pth");
        hub.faults.addAll(List.of(Fault.BREAKS));
        URI address = hub.contentAddress("model.safetensors");
        HubPull pull = new HubPull(
                hub.environment(cache),
                listener(),
                within(Duration.ofSeconds(10)),
                pause -> {
                    weights[0]++; // the owner replaces the file while the connection is down
                },
                Disk.LOCAL);
        pull.file(address, target, Optional.empty());
        assertThat(target).hasBinaryContent(weights);
        // A connection that is torn down may take bytes along that were sent and not read yet.
        assertThat(hub.requestsOf("cdn"))
                .hasSize(2)
                .element(1)
                .asString()
                .matches("cdn GET /model\\.safetensors bytes=1[0-9]{0,5}- if \".*\"");
    }

    @Test
    void aHashThatWasGivenIsHeldAgainstTheFile() {
        URI address = hub.contentAddress("model.safetensors");
        Checksum other = new Checksum(Checksum.Kind.SHA256, "0".repeat(64));
        assertThatThrownBy(() -> puller().file(address, cache.resolve("x.bin"), Optional.of(other)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected " + "0".repeat(64))
                .hasMessageNotContaining("secret");
        assertThat(cache.resolve("x.bin")).doesNotExist();
    }

    @Test
    void aDownloadThatIsCancelledStopsAndIsKept() throws Exception {
        withoutSmallFiles(Fault.FALLS_SILENT);
        Thread puller = Thread.currentThread();
        HubPull pull = new HubPull(
                hub.environment(cache),
                new PullListener() {
                    @Override
                    public void progress(String file, long done, long total) {
                        if (done == SIZE / 2) {
                            puller.interrupt();
                        }
                    }

                    @Override
                    public void note(String text) {}
                },
                within(Duration.ofSeconds(30)),
                pauses::add,
                Disk.LOCAL);
        assertThatThrownBy(() -> pull.model(FakeHub.ID, "main")).isInstanceOf(InterruptedException.class);
        assertThat(leftovers()).hasSize(2);
        assertThat(new HubCache(cache).snapshots()).isEmpty();
    }

    private HubCache.Snapshot pull() throws InterruptedException {
        return puller().model(FakeHub.ID, "main");
    }

    private HubPull puller() {
        return puller(Duration.ofSeconds(10));
    }

    private HubPull puller(Duration patience) {
        return new HubPull(hub.environment(cache), listener(), within(patience), pauses::add, Disk.LOCAL);
    }

    private static Limits within(Duration patience) {
        return Limits.DEFAULT.within(patience);
    }

    private PullListener listener() {
        return new PullListener() {
            @Override
            public void progress(String file, long done, long total) {
                assertThat(done).isPositive();
            }

            @Override
            public void note(String text) {
                notes.add(text);
            }
        };
    }

    /** Faults for the requests of the weights; the small files come first, and come well. */
    private void withoutSmallFiles(Fault... faults) {
        hub.faults.addAll(List.of(Fault.NONE, Fault.NONE));
        hub.faults.addAll(List.of(faults));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private List<Path> leftovers() {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(f -> f.getFileName().toString().contains("incomplete"))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
