package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.BatchListener;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.TestFiles;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.ModelConfig;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.checkpoint.TensorCheck;
import org.virnuc.models.esm2.Esm2;
import org.virnuc.models.family.EncoderBlueprint;
import org.virnuc.models.family.EncoderFamily;
import org.virnuc.models.hub.HubEnvironment;
import org.virnuc.models.hub.HubId;
import org.virnuc.models.torchscript.ArchiveCache;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.ScriptModule;
import org.virnuc.models.torchscript.Weight;

/** A kind of model that no class of VirNuc knows, from its files to vectors. */
class ModelFamiliesTest {
    private static final ModelFamilies THREE = ModelFamilies.BUILT_IN.with(new LetterMeans());
    private static final EncoderOptions OPTIONS = new EncoderOptions(DeviceChoice.CPU, Precision.FP32, 0, 1);

    private final Path folder;

    ModelFamiliesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void anEncoderOfAThirdFamilyIsFoundAndComputes() throws IOException {
        ModelStore store = new ModelStore(TestFiles.CACHE, HubEnvironment.system(TestFiles.CACHE), THREE);
        ModelPart part = store.parts(
                        TestFiles.golden("dnaberts"), model(), TestFiles.golden("head/tiny_model.safetensors"))
                .protein();
        assertThat(part.family()).isEqualTo("lettermeans");
        assertThat(part.parameters()).isEqualTo(26 * 40);
        assertThat(store.vectors(part, store.profile(OPTIONS)))
                .startsWith("protein " + part.sha256())
                .endsWith(" v7");
        try (SequenceEncoder encoder = store.openEncoder(part, OPTIONS)) {
            float[] vectors = encoder.encode(List.of("A", "BD", "ZZZ", "AC"), BatchListener.NONE);
            // The vector of the letter with index i is (i, i + 100, ..., i + 3900).
            for (int i = 0; i < 40; i++) {
                assertThat(new float[] {vectors[i], vectors[40 + i], vectors[80 + i], vectors[120 + i]})
                        .containsExactly(100 * i, 2 + 100 * i, 25 + 100 * i, 1 + 100 * i);
            }
            assertThat(vectors).hasSize(160);
            assertThat(encoder.info().modelId()).isEqualTo("letters");
        }
        List<ArchiveCache.Entry> archives = new ConvertedModels(TestFiles.CACHE)
                .list().stream()
                        .filter(entry -> entry.family().equals("lettermeans"))
                        .toList();
        assertThat(archives).hasSize(1).noneMatch(ConvertedModels.outdated(THREE));
        assertThat(archives).as("of a family that is gone").allMatch(ConvertedModels.outdated());
    }

    @Test
    void familiesOfOneRoleAreToldApartByTheirConfigs() throws IOException {
        ModelStore store =
                new ModelStore(folder.resolve("cache"), HubEnvironment.system(folder.resolve("cache")), THREE);
        Path head = TestFiles.golden("head/tiny_model.safetensors");
        ModelPart esm = store.parts(TestFiles.golden("dnaberts"), TestFiles.golden("esm2/hf"), head)
                .protein();
        assertThat(esm.family()).isEqualTo("esm2");
        assertThatThrownBy(() -> store.parts(TestFiles.golden("dnaberts"), TestFiles.golden("dnaberts"), head))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith(
                        "config.json has model_type \"bert\"; expected esm, as ESM-2 has, or lettermeans, as"
                                + " the means of letters has");
        store.catalog().importAs("mine", List.of(model()), Set.of());
        assertThat(store.catalog().list())
                .filteredOn(m -> m.name().equals("mine"))
                .extracting(ListedModel::kind)
                .containsExactly("protein");
    }

    @Test
    void whatNoFamilyKnowsIsRefusedWithWhatIsKnown() throws IOException {
        Path model = model();
        assertThatThrownBy(() -> ModelFamilies.BUILT_IN.recognize(model))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("config.json has model_type \"lettermeans\"; expected esm, as ESM-2 has, or bert,"
                        + " as DNABERT-S has");
        assertThatThrownBy(() -> ModelFamilies.BUILT_IN.recognize(folder.resolve("none")))
                .hasMessage("model " + folder.resolve("none") + " is not there; expected a folder or a file");
        assertThatThrownBy(() -> new ModelFamilies(List.of()).recognize(model))
                .hasMessage(model + " does not belong to any known model family");
    }

    @Test
    void aPartIsOpenedByTheFamiliesThatItWasReadWith() {
        ModelPart part = ModelPart.of(ModelRole.PROTEIN, "lettermeans")
                .id("letters")
                .path(folder)
                .sha256("0".repeat(64))
                .build();
        assertThatThrownBy(() -> new ModelStore(folder).openEncoder(part, OPTIONS))
                .isInstanceOf(ModelException.class)
                .hasMessage("model family lettermeans is unknown; there are head, esm2, dnaberts");
    }

    @Test
    void aHeadIsNoEncoderAndAnEncoderNoHead() {
        ModelStore store = new ModelStore(TestFiles.CACHE);
        ModelPart head = store.pack("virnuc-mini").head();
        assertThatThrownBy(() -> store.openEncoder(head, OPTIONS))
                .isInstanceOf(ModelException.class)
                .hasMessage("model virnuc-mini/head is a head part, not an encoder");
        ModelPart dna = store.pack("virnuc-mini").dna();
        assertThatThrownBy(() -> store.openHead(dna, OPTIONS))
                .isInstanceOf(ModelException.class)
                .hasMessage("model virnuc-mini/dna-encoder is a dna part, not a head");
        assertThatThrownBy(() -> new ModelPack("mixed up", head, dna, head, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the parts of model mixed up are head, dna and head; expected dna, protein and head");
    }

    @Test
    void idsAreUniqueAndCanStandInFileNames() {
        assertThatThrownBy(() -> ModelFamilies.BUILT_IN.with(new Esm2()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two model families have the id esm2");
        assertThatThrownBy(() -> ModelFamilies.BUILT_IN.with(new LetterMeans() {
                    @Override
                    public String id() {
                        return "../Letters";
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model family id \"../Letters\" has characters other than lower-case letters and digits");
    }

    @Test
    void publishedModelsHaveTheNamesThatTheirFamiliesSay() {
        KnownModels known = new KnownModels(THREE);
        assertThat(known.names())
                .containsExactly(
                        "esm2_t6_8m",
                        "esm2_t12_35m",
                        "esm2_t30_150m",
                        "esm2_t33_650m",
                        "esm2_t36_3b",
                        "esm2_t48_15b",
                        "dnabert-s",
                        "letters-26",
                        "virnucpro-500",
                        "virnucpro-300");
        assertThat(known.hubId("Letters-26")).contains(new HubId("somebody", "Letters"));
        for (String name : List.of("esm2_t6_8M", "ESM2_t6_8M_UR50D", "facebook/esm2_t6_8M_UR50D")) {
            assertThat(known.hubId(name)).as(name).contains(new HubId("facebook", "esm2_t6_8M_UR50D"));
        }
        assertThat(known.hubId("esm2")).isEmpty();
    }

    /** A folder with a config and one tensor of 26 rows, as safetensors. */
    private Path model() throws IOException {
        Path model = Files.createDirectories(folder.resolve("letters"));
        Files.writeString(model.resolve("config.json"), "{\"model_type\": \"lettermeans\", \"hidden_size\": 40}");
        byte[] header = "{\"table\":{\"dtype\":\"F32\",\"shape\":[26,40],\"data_offsets\":[0,4160]}}"
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + header.length + 26 * 40 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        for (int i = 0; i < 26; i++) {
            for (int j = 0; j < 40; j++) {
                file.putFloat(i + 100 * j);
            }
        }
        Files.write(model.resolve("model.safetensors"), file.array());
        return model;
    }

    /** The mean of one vector for each letter. */
    private static class LetterMeans implements EncoderFamily {
        private static final String FORWARD =
                """
                  def forward(self: __torch__.LetterMeans, ids: Tensor) -> Tensor:
                    weights = torch.unsqueeze(torch.to(torch.ge(ids, 0), 6), -1)
                    vectors = torch.to(torch.embedding(self.table, torch.clamp_min(ids, 0)), 6)
                    return torch.div(torch.sum(torch.mul(vectors, weights), [1]), torch.sum(weights, [1]))
                """;

        @Override
        public String id() {
            return "lettermeans";
        }

        @Override
        public String title() {
            return "the means of letters";
        }

        @Override
        public ModelRole role() {
            return ModelRole.PROTEIN;
        }

        @Override
        public String modelType() {
            return "lettermeans";
        }

        @Override
        public int graphVersion() {
            return 7;
        }

        @Override
        public Map<String, HubId> published() {
            return Map.of("letters-26", new HubId("somebody", "Letters"));
        }

        @Override
        public ModelFiles files(Path path) {
            return ModelFiles.find(path, "letters.txt");
        }

        @Override
        public EncoderBlueprint read(ModelFiles files) throws IOException {
            int width = ModelConfig.read(files.config()).positive("hidden_size");
            return new Blueprint(files, width);
        }

        private record Blueprint(ModelFiles files, int dimension) implements EncoderBlueprint {
            @Override
            public long parameters() {
                return 26L * dimension;
            }

            @Override
            public Tokenizer tokenizer() {
                return sequences -> sequences.stream()
                        .map(s -> s.chars().map(letter -> letter - 'A').toArray())
                        .toArray(int[][]::new);
            }

            @Override
            public ScriptModule graph(CheckpointReader reader, GraphTarget target) {
                Map<String, List<Long>> shapes = Map.of("table", List.of(26L, (long) dimension));
                TensorCheck.verify(files.weights(), "means of letters", reader, shapes, Pattern.compile("none"));
                return ScriptModule.of("LetterMeans", FORWARD)
                        .tensor("table", Weight.of(reader, "table"), target.type());
            }
        }
    }
}
