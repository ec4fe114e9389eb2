package org.virnuc.models.chunkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.SmallFloats;
import org.virnuc.models.checkpoint.TensorValues;

/** Both files of a chunk head: what is sound is computed, what is not is one line that names the file. */
class ChunkHeadFilesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ChunkHead.Features INPUTS = name -> name.equals("gc") ? new float[] {2} : new float[] {1, 99};

    private final Path folder;
    private final ChunkHeadSample sample;

    ChunkHeadFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.sample = new ChunkHeadSample();
    }

    /** By hand: standardized 1, -0.5, 6 (cut off); hidden silu(1), silu(-6); 2 * 0.731 + 3 * 0.01484 + 0.25. */
    @Test
    void computesTheMeanOfItsNetworks() throws IOException {
        double one = 2 / (1 + Math.exp(-1)) - 3 * -6 / (1 + Math.exp(6)) + 0.25;
        assertThat(logOdds(500)).isCloseTo(one, within(1e-6));

        addNetwork("1", 2.25f);
        sample.json.put("networks", 2).remove("weights");
        assertThat(logOdds(500)).isCloseTo(one + 1, within(1e-6));
        assertThat(logOdds(300)).as("calibrated").isCloseTo(1 + 2 * (one + 1), within(1e-6));
        assertThat(logOdds(360)).as("nearest length").isEqualTo(logOdds(300));
    }

    @Test
    void theOutputOfOneEnsembleIsAnInputOfAnother() throws IOException {
        addNetwork("composition.0", 0.25f);
        sample.put("0.mean", List.of(1L), 0).put("0.scale", List.of(1L), 1);
        sample.put("0.layers.0.weight", List.of(2L, 1L), 0.5f, 0);
        sample.with(
                "composition",
                JSON.readTree(
                        """
                {"features": [{"name": "gc", "width": 1}, {"name": "stretch_shares", "width": 2}], "networks": 1,
                 "layers": [{"outputs": 2, "activation": "SILU"}, {"outputs": 1, "activation": "NONE"}]}
                """));
        sample.with("features", JSON.readTree("[{\"name\": \"composition\", \"width\": 1}]"));
        double first = 2 / (1 + Math.exp(-1)) - 3 * -6 / (1 + Math.exp(6)) + 0.25;
        double hidden = first / 2 / (1 + Math.exp(-first / 2));
        double silent = 0.5 / (1 + Math.exp(-0.5));
        assertThat(logOdds(500)).isCloseTo(2 * hidden - 3 * silent + 0.25, within(1e-6));
        assertThat(read().features()).containsOnlyKeys("gc", "stretch_shares");
    }

    @Test
    void readsHalfPrecisionToo() throws IOException {
        double expected = logOdds(500);
        // 1, 2, 0.5, -3 and so on are the same numbers in both.
        sample.tensors.replaceAll((name, tensor) -> half(tensor));
        sample.json.remove("weights");
        assertThat(logOdds(500)).isEqualTo(expected);
        sample.tensors.put("0.mean", TensorValues.of(List.of(3L), new double[] {1, 2, 3}));
        sample.json.remove("weights");
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith(": tensor 0.mean is F64; a chunk head holds F32 or F16");
    }

    private static TensorValues half(TensorValues tensor) {
        ByteBuffer floats = ByteBuffer.wrap(tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer halves = ByteBuffer.allocate(tensor.bytes().length / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            halves.putShort(SmallFloats.toHalf(floats.getFloat()));
        }
        return new TensorValues(ElementType.F16, tensor.shape(), halves.array());
    }

    @Test
    void knowsWhatIsStrange() throws IOException {
        assertThat(read().judge(INPUTS, 500).strangeness()).isEmpty();
        assertThat(read().limits(500).of(7)).isInfinite();
        addNetwork("ood.0", 9.25f);
        sample.json.remove("weights");
        sample.with(
                "ood",
                JSON.readTree(
                        """
                {"features": [{"name": "gc", "width": 1}, {"name": "stretch_shares", "width": 2}], "networks": 1,
                 "layers": [{"outputs": 2, "activation": "SILU"}, {"outputs": 1, "activation": "NONE"}],
                 "limits": {"500": [[1, 3.5], [5, 1.5]], "300": [[1, 2]]}}
                """));
        ChunkHead.Judgement judgement = read().judge(INPUTS, 500);
        assertThat(judgement.strangeness()).hasValueSatisfying(strangeness -> assertThat(strangeness)
                .isCloseTo(judgement.logOdds() + 9, within(1e-6)));
        assertThat(read().limits(500).of(4)).isEqualTo(3.5);
        assertThat(read().limits(500).of(16)).isEqualTo(1.5);
        assertThat(read().limits(250).of(16)).isEqualTo(2);
    }

    @Test
    void putsChunksOfARecordTogether() throws IOException {
        RecordRule rule = read().records(500);
        assertThat(rule.clipped(-7)).isEqualTo(-5);
        assertThat(rule.logOdds(2, 4)).isCloseTo(0.5 + (1 + 0.25 * Math.log(4)) * 2, within(1e-12));
    }

    @Test
    void describesWhatItTakes() throws IOException {
        ChunkHead head = read();
        assertThat(head.stretches()).isEqualTo(new ChunkHead.Stretches(3, 20));
        assertThat(head.features()).isEqualTo(Map.of("gc", 1, "stretch_shares", 2));
        assertThatThrownBy(() -> head.judge(name -> new float[1], 500))
                .hasMessage("the feature stretch_shares has 1 numbers, and the chunk head takes 2");
        String digest = head.digest();
        sample.json.put("clip", 5);
        assertThat(read().digest()).isNotEqualTo(digest);
    }

    @Test
    void aNamedFileHasToBeThere() {
        Path gone = folder.resolve("gone.json");
        assertThatThrownBy(() -> ChunkHeadFiles.read(gone, ChunkHeadSample.MODEL))
                .isInstanceOf(ModelException.class)
                .hasMessage(gone + ": no such file; name the .json file of a chunk head");
        assertThatThrownBy(() -> ChunkHeadFiles.read(folder, ChunkHeadSample.MODEL))
                .isInstanceOf(ModelException.class)
                .hasMessage(folder + " is not a file; name the .json file of a chunk head");
    }

    @Test
    void isOptional() throws IOException {
        assertThat(ChunkHeadFiles.beside(folder.resolve("head.safetensors"), ChunkHeadSample.MODEL))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            format    | "virnuc-chunk-head/2"      | format virnuc-chunk-head/2 instead of virnuc-chunk-head/1
            networks  | 0                          | networks is 0, not from 1 to 64
            networks  | 65                         | networks is 65, not from 1 to 64
            clip      | -1                         | clip is -1.0, not a number above 0
            layers    | []                         | number of layers is 0, not from 1 to 16
            layers    | [{"outputs":2,"activation":"NONE"}] | the last layer has 2 outputs instead of 1
            layers    | [{"outputs":1,"activation":"EXEC"}] | "EXEC"
            stretches | {"most":0,"leastResidues":20}      | stretches is 0, not from 1 to 64
            stretches | null                       | stretches
            features  | [{"name":"gc","width":100000}]      | width of gc is 100000, not from 1 to 65536
            features  | []                         | number of inputs is 0, not from 1 to 65536
            features  | [{"name":"composition","width":1}]  | the feature composition needs composition networks
            calibration | {"500":{"intercept":0,"slope":0}} | slope is 0.0, not a number above 0
            calibration | {"500":{"intercept":0,"slope":1,"measured_error":-1}} | measured_error is -1.0, not a share
            calibration | {}                       | there is no chunk length
            record    | null                       | record
            more      | 1                          | "more"
            """)
    void refusesADescriptionThatIsNotSound(String field, String value, String reason) throws IOException {
        sample.with(field, JSON.readTree(value));
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(
                        folder.resolve("chunk-head.json") + " does not describe a chunk head of this version (")
                .hasMessageContaining(reason)
                .hasMessageEndingWith("); take the file as it was made")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void refusesTheChunkHeadOfAnotherModel() throws IOException {
        Path head = sample.write(folder);
        assertThatThrownBy(() -> ChunkHeadFiles.beside(head, new ChunkHeadFiles.Model("d", "x", "h", "o")))
                .isInstanceOf(ModelException.class)
                .hasMessage(folder.resolve("chunk-head.json")
                        + " belongs to a model whose protein encoder has SHA-256 p, and here it is x;"
                        + " remove the chunk head, or put the one of this model there");
    }

    @Test
    void refusesOtherTensors() throws IOException {
        sample.write(folder);
        sample.put("0.mean", List.of(3L), 0, 0, 0);
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelException.class)
                .hasMessageMatching(".*chunk-head.safetensors has SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}"
                        + " \\(chunk-head.json\\); both files of the chunk head must be of one model");
        Files.delete(folder.resolve("chunk-head.safetensors"));
        assertThatThrownBy(() -> ChunkHeadFiles.beside(folder.resolve("head.safetensors"), ChunkHeadSample.MODEL))
                .hasMessage(folder.resolve("chunk-head.json")
                        + " is there without chunk-head.safetensors; put both files of the chunk head there");
    }

    @Test
    void refusesTensorsThatDoNotFit() throws IOException {
        sample.put("0.layers.0.weight", List.of(3L, 2L), 1, 0, 0, 0, 1, -1).put("extra", List.of(1L), 1);
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("chunk-head.safetensors is not this chunk head"
                        + "; misshaped: 0.layers.0.weight is [3, 2] instead of [2, 3]; unexpected: 'extra'");
    }

    @Test
    void refusesNumbersThatCannotBe() throws IOException {
        sample.put("0.scale", List.of(3L), 1, 0, 1);
        assertThatThrownBy(this::read)
                .hasMessageEndingWith(
                        ": tensor 0.scale holds 0.0, and inputs are divided by it; expected numbers above 0");
        sample.put("0.scale", List.of(3L), 1, 1, 1).put("0.mean", List.of(3L), 1, Float.NaN, 1);
        sample.json.remove("weights");
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith(": tensor 0.mean holds NaN; expected finite numbers");
    }

    private void addNetwork(String name, float bias) {
        for (String tensor : List.copyOf(sample.tensors.keySet())) {
            if (tensor.startsWith("0.")) {
                sample.tensors.put(name + tensor.substring(1), sample.tensors.get(tensor));
            }
        }
        sample.put(name + ".layers.1.bias", List.of(1L), bias);
    }

    private double logOdds(int length) throws IOException {
        return read().judge(INPUTS, length).logOdds();
    }

    private ChunkHead read() throws IOException {
        return ChunkHeadFiles.beside(sample.write(folder), ChunkHeadSample.MODEL)
                .orElseThrow();
    }
}
