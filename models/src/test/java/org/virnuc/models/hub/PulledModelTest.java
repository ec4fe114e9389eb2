package org.virnuc.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.ModelException;
import org.virnuc.models.TestFiles;
import org.virnuc.models.store.ListedModel;
import org.virnuc.models.store.ModelCatalog;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.models.store.Verification;

/** Models by name, from the server to the description that a run uses. */
class PulledModelTest {
    private static final Path DNA = TestFiles.golden("dnaberts");
    private static final Path HEAD = TestFiles.golden("head/tiny_model.pth");

    private final Path folder;
    private final FakeHub hub = new FakeHub();
    private final ModelStore store;
    private final ModelCatalog catalog;

    PulledModelTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        hub.offer(TestFiles.golden("esm2/hf"), "config.json", "vocab.txt", "model.safetensors");
        this.store = new ModelStore(folder.resolve("virnuc"), hub.environment(folder.resolve("hub")));
        this.catalog = store.catalog();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aPulledModelIsUsedByItsIdWithoutTheNetwork() throws Exception {
        assertThat(pull("someone/Some-Model")).isEqualTo("someone/Some-Model");
        hub.close();
        ModelPack pack = store.parts(DNA, Path.of("someone/Some-Model"), HEAD);
        assertThat(pack.protein().revision()).contains(FakeHub.COMMIT);
        assertThat(pack.protein().sha256())
                .isEqualTo(store.parts(DNA, TestFiles.golden("esm2/hf"), HEAD)
                        .protein()
                        .sha256());
        assertThat(pack.protein().layout()).isEqualTo("huggingface-safetensors");
        assertThat(catalog.list())
                .extracting(ListedModel::name, ListedModel::kind, ListedModel::origin)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("virnuc-mini", "pack", "embedded"),
                        org.assertj.core.groups.Tuple.tuple("someone/Some-Model", "protein", "pulled"));
    }

    @Test
    void whatAnotherProgramHasFetchedIsUsedInPlace() throws Exception {
        new HubPull(hub.environment(folder.resolve("hub")), PullListener.NONE).model(FakeHub.ID, "main");
        assertThat(catalog.list()).element(1).satisfies(model -> {
            assertThat(model.origin()).isEqualTo("hub-cache");
            assertThat(model.revision()).contains(FakeHub.COMMIT);
        });
        assertThat(store.parts(DNA, Path.of("someone/Some-Model"), HEAD)
                        .protein()
                        .dimension())
                .isEqualTo(40);
        assertThat(store.parts(DNA, Path.of("someone/Some-Model@" + FakeHub.COMMIT), HEAD)
                        .protein()
                        .revision())
                .contains(FakeHub.COMMIT);
    }

    @Test
    void aDamagedFileIsNamedByVerifyAndRefusedByPredict() throws Exception {
        pull("someone/Some-Model");
        assertThat(catalog.verify(Optional.empty())).allMatch(v -> v.damages().isEmpty());
        Path weights = folder.resolve("hub/models--someone--Some-Model/snapshots/" + FakeHub.COMMIT)
                .resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        List<Verification> found = catalog.verify(Optional.of("someone/Some-Model"));
        assertThat(found).singleElement().satisfies(v -> assertThat(v.damages())
                .singleElement()
                .asString()
                .startsWith(weights + " has SHA-256 ")
                .endsWith(", expected " + hub.hash("model.safetensors")));
        assertThatThrownBy(() -> store.parts(DNA, Path.of("someone/Some-Model"), HEAD))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(weights + " has SHA-256 ")
                .hasMessageEndingWith(", expected " + hub.hash("model.safetensors")
                        + ", its name in the hub's cache; it is damaged, pull the model again");
        pull("someone/Some-Model");
        assertThat(catalog.verify(Optional.empty())).as("pulled again").allMatch(v -> v.damages()
                .isEmpty());
        Files.delete(weights);
        assertThat(catalog.verify(Optional.of("someone/Some-Model")).get(0).damages())
                .containsExactly(weights + " is gone");
    }

    /** What is kept beside a broken download becomes a header. */
    @Test
    void aDamagedValidatorIsNotSent() throws Exception {
        Path blobs = Files.createDirectories(folder.resolve("hub/models--someone--Some-Model/blobs"));
        Path partial = blobs.resolve(hub.hash("model.safetensors") + ".virnuc.incomplete");
        byte[] weights = Objects.requireNonNull(hub.files.get("model.safetensors"));
        Files.write(partial, Arrays.copyOf(weights, 1000));
        Files.write(blobs.resolve(partial.getFileName() + ".etag"), new byte[] {'"', (byte) 0x81, '\n', 0, '"'});
        pull("someone/Some-Model");
        assertThat(hub.requestsOf("cdn")).containsExactly("cdn GET /model.safetensors bytes=1000-");
        assertThat(blobs.resolve(hub.hash("model.safetensors"))).hasBinaryContent(weights);
    }

    @Test
    void aHeadOfAnAddressKnowsItsLengthByItsName() throws Exception {
        hub.files.put("300_model.pth", Files.readAllBytes(HEAD));
        assertThat(pull(hub.contentAddress("300_model.pth").toString())).isEqualTo("300_model");
        assertThat(store.parts(DNA, TestFiles.golden("esm2/hf"), Path.of("300_model"))
                        .trainedLengths())
                .containsExactly(300);
        Path own = Files.copy(HEAD, folder.resolve("500_model.pth"));
        assertThat(store.parts(DNA, TestFiles.golden("esm2/hf"), own).trainedLengths())
                .containsExactly(500);
        assertThat(store.parts(DNA, TestFiles.golden("esm2/hf"), HEAD).trainedLengths())
                .isEmpty();
    }

    @Test
    void whatIsNoModelIsNotKept() {
        hub.files.put("page.pth", "<!DOCTYPE html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        URI address = hub.contentAddress("page.pth");
        assertThatThrownBy(() -> pull(address.toString()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("page.pth is no checkpoint: it starts with 3c 21 44");
        assertThat(folder.resolve("virnuc/models/pulled/page/page.pth")).doesNotExist();
        assertThat(catalog.list()).hasSize(1);
    }

    @Test
    void partsAndPacksAreImportedInAnyOrder() {
        Path esm = TestFiles.golden("esm2/esm2_t3_tiny.pt");
        assertThat(catalog.importAs("tiny-esm", List.of(esm), Set.of())).isEqualTo("protein");
        assertThat(catalog.importAs("tiny", List.of(HEAD, Path.of("tiny-esm"), DNA), Set.of(300)))
                .isEqualTo("pack");
        ModelPack pack = store.pack("tiny");
        assertThat(pack.trainedLengths()).containsExactly(300);
        assertThat(pack.protein().path()).isEqualTo(esm);
        assertThat(store.parts(Path.of("tiny/dna"), Path.of("tiny-esm"), Path.of("tiny/head"))
                        .trainedLengths())
                .containsExactly(300);
        assertThat(catalog.verify(Optional.of("tiny")).get(0).files()).isEqualTo(5);
    }

    @Test
    void importsThatMakeNoModelAreRefused() {
        Path esm = TestFiles.golden("esm2/hf");
        assertThatThrownBy(() -> catalog.importAs("two", List.of(esm, esm), Set.of()))
                .hasMessageEndingWith("is a second protein part; a pack has one each of dna, protein and head");
        assertThatThrownBy(() -> catalog.importAs("two", List.of(esm, HEAD), Set.of()))
                .hasMessage("a model is one part, or a pack of three (dna, protein, head); got [protein, head]");
        assertThatThrownBy(() -> catalog.importAs("esm2_t36_3B", List.of(esm), Set.of()))
                .hasMessage("\"esm2_t36_3B\" cannot be a name of your own: it stands for a published model");
        assertThatThrownBy(() -> catalog.importAs("../x", List.of(esm), Set.of()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("\"../x\" cannot be a name of your own");
        assertThatThrownBy(() -> catalog.importAs("none", List.of(Path.of("nowhere")), Set.of()))
                .hasMessageStartingWith("model nowhere is not there: no such file or folder, and no such name");
        assertThatThrownBy(() -> store.parts(Path.of("dnabert-s"), esm, HEAD))
                .hasMessageEndingWith("; \"virnuc models pull dnabert-s\" fetches it");
        assertThatThrownBy(() -> catalog.verify(Optional.of("nothing")))
                .hasMessage("model nothing is unknown; \"virnuc models list\" shows the names");
        assertThatThrownBy(() -> pull("nothing")).hasMessageStartingWith("\"nothing\" is no model that can be pulled");
    }

    private String pull(String source) throws InterruptedException {
        return catalog.pull(source, Optional.empty(), Optional.empty(), Optional.empty(), PullListener.NONE);
    }
}
